import itertools
import re
import sys
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compact_portal.lib.glossary import Glossary, Term, notes, unexplained
from compact_portal.lib.markup import prose

LSP = Term("lsp", "Local Strategic Partnership", ("LSP",), "Brings **partners** together.")
BOARD = Term("lsp-board", "LSP Board", (), "Steers it.")
CVS = Term("cvs", "Council for Voluntary Service", ("CVS",), "Supports groups.")
IT = Term("it", "Information technology", ("IT",), "Computers & lines.")
COSTS = Term("full-cost-recovery", "Full cost recovery", (), "All of it.")
CHACE = Term("chace", "CHACE", ("Chair and Chief Officer's Group",), "A group.")
RESEARCH = Term("research", "Research and development", ("R&D",), "Finding out.")
AGENCY = Term("agency", "Agency", (), "A body.")
ORGANISATIONS = Term("core-funded", "Core funded organisations", (), "Those with a grant.")
CAFE = Term("cafe", "Community café", (), "Tea.")
ALL = (LSP, BOARD, CVS, IT, COSTS, CHACE, RESEARCH, AGENCY, ORGANISATIONS, CAFE)
GLOSSARY = Glossary(ALL)


class Page(HTMLParser):
    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.words, self.ids, self.links, self.open = "", [], [], None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if tag == "a" and attrs.get("class") == "term":
            self.open = (attrs["href"], "")

    def handle_endtag(self, tag):
        if tag == "a" and self.open:
            self.links.append(self.open)
            self.open = None

    def handle_data(self, data):
        self.words += data
        if self.open:
            self.open = (self.open[0], self.open[1] + data)


def linked(html, **options):
    """Return [(slug, words)] of the links that linking adds to `html`."""
    page = Page(GLOSSARY.link(html, scope="s", **options).html)
    return [(href.removeprefix("#term-s-"), words) for href, words in page.links]


def test_the_first_use_becomes_a_link_and_further_uses_stay_plain():
    result = GLOSSARY.link("<p>The LSP’s plan, and LSPs.</p><p>A local strategic partnership.</p>", scope="aims")
    assert result.html == (
        '<p>The <a class="term" id="use-aims-lsp" href="#term-aims-lsp">LSP’s</a> plan, and LSPs.</p>'
        "<p>A local strategic partnership.</p>"
    )
    assert result.used == (LSP,)


@pytest.mark.parametrize(
    ("prose", "slug", "words"),
    [
        ("an LSP", "lsp", "LSP"),
        ("many LSPs", "lsp", "LSPs"),
        ("the LSP’s", "lsp", "LSP’s"),
        ("the LSP's", "lsp", "LSP's"),
        ("the LSPs’ plans", "lsp", "LSPs’"),
        ("the LSPs' plans", "lsp", "LSPs'"),
        ("non-LSP", "lsp", "LSP"),
        ("(LSP)", "lsp", "LSP"),
        ("LOCAL STRATEGIC PARTNERSHIP", "lsp", "LOCAL STRATEGIC PARTNERSHIP"),
        ("local strategic partnerships’ work", "lsp", "local strategic partnerships’"),
        ("local  strategic\npartnership", "lsp", "local  strategic\npartnership"),
        ("Councils for Voluntary Service", "cvs", "Councils for Voluntary Service"),
        ("Council for Voluntary Services", "cvs", "Council for Voluntary Services"),
        ("CVSs", "cvs", "CVSs"),
        ("full-cost recovery", "full-cost-recovery", "full-cost recovery"),
        ("full cost-recovery", "full-cost-recovery", "full cost-recovery"),
        ("full\u00a0cost\u2011recovery", "full-cost-recovery", "full\u00a0cost\u2011recovery"),
        ("full&nbsp;cost recovery", "full-cost-recovery", "full\u00a0cost recovery"),
        ("Chair and Chief Officers’ Group", "chace", "Chair and Chief Officers’ Group"),
        ("Chair &amp; Chief Officer's Group", "chace", "Chair & Chief Officer's Group"),
        ("Chair and Chief Officer&#x27;s Group", "chace", "Chair and Chief Officer's Group"),
        ("our R&amp;D work", "research", "R&D"),
        ("R &amp; D", "research", "R & D"),
        ("agencies", "agency", "agencies"),
        ("the agency’s", "agency", "agency’s"),
        ("the agencies’ duty", "agency", "agencies’"),
        ("a core-funded organisation", "core-funded", "core-funded organisation"),
        ("community cafe", "cafe", "community cafe"),
        ("COMMUNITY CAFE\u0301S", "cafe", "COMMUNITY CAFE\u0301S"),
    ],
)
def test_a_term_is_found_in_the_shapes_that_prose_gives_it(prose, slug, words):
    assert linked(f"<p>{prose}</p>") == [(slug, words)]


@pytest.mark.parametrize(
    "prose",
    ["it is", "It is", "lsp", "Lsp", "XLSP", "LSPX", "LSP2", "local, strategic partnership", "local strategic",
     "local - strategic partnership", "cost recovery", "its own", "R D", "reagency", "&LSPs;x"],
)  # fmt: skip
def test_what_only_looks_like_a_term_stays_plain(prose):
    assert [slug for slug, _ in linked(f"<p>{prose}</p>")] in ([], ["lsp"] if prose == "&LSPs;x" else [])


def test_a_closing_quotation_mark_is_not_a_possessive():
    assert linked("<p>‘the LSPs’ and more</p>") == [("lsp", "LSPs")]
    assert linked("<p>call them 'LSPs' here</p>") == [("lsp", "LSPs")]
    assert linked("<p>‘quoted’ and the LSPs’ plan</p>") == [("lsp", "LSPs’")]


def test_the_longest_of_overlapping_terms_wins():
    assert linked("<p>the LSP Board</p>") == [("lsp-board", "LSP Board")]
    late = Glossary([Term("a", "one two", (), ""), Term("b", "two three four", (), ""), Term("c", "one", (), "")])
    assert [(use.start, use.term.slug) for use in late.uses("one two three four")] == [(0, "c"), (4, "b")]


def test_a_further_use_of_a_longer_term_does_not_set_the_shorter_one_free():
    html = GLOSSARY.link("<p>LSP Board, LSP Board, LSP</p>", scope="s").html
    assert html.count("<a ") == 2
    assert html.endswith('LSP Board, <a class="term" id="use-s-lsp" href="#term-s-lsp">LSP</a></p>')


def test_a_written_form_comes_before_a_made_up_plural():
    glossary = Glossary([Term("aim", "Aim", (), ""), Term("aims", "Aims", (), "")])
    assert [use.term.slug for use in glossary.uses("aim aims")] == ["aim", "aims"]


@pytest.mark.parametrize("name", ["News", "Premises", "Business", "Status", "Ethics", "Aims"])
def test_no_singular_is_made_up_for_a_word_that_has_none(name):
    assert len(Glossary([Term("x", name, (), "")]).uses(f"{name} {name[:-1]} {name[:-2]}")) == 1


@pytest.mark.parametrize(
    "html",
    [
        '<a href="/x/">the LSP</a>',
        '<a href="/x/">the <em>LSP</em> and</a>',
        "<h2>LSP</h2>",
        "<h3>An <em>LSP</em></h3>",
        "<code>LSP</code>",
        "<pre>LSP <code>x</code> LSP</pre>",
        "<script>LSP</script>",
        '<p title="LSP" class=LSP>x</p>',
        "<p title='a > LSP'>x</p>",
        "<!-- LSP --><!-- <p> LSP -->",
        "<p>x<!-- LSP",
        "<p>x<em LSP",
        "local <em>strategic</em> partnership",
        "<p>local</p><p>strategic partnership</p>",
        "<LSP>x</LSP>",
    ],
)
def test_links_headings_code_tags_and_borders_are_left_alone(html):
    assert GLOSSARY.link(html, scope="s").html == html


def test_prose_after_a_heading_or_link_is_linked_again():
    html = '<h2>LSP</h2><p><a href="/">LSP</a> LSP</p>'
    assert GLOSSARY.link(html, scope="s").html == (
        '<h2>LSP</h2><p><a href="/">LSP</a> <a class="term" id="use-s-lsp" href="#term-s-lsp">LSP</a></p>'
    )


def test_terms_to_skip_stay_plain_and_keep_shorter_ones_from_their_words():
    assert linked("<p>LSP Board; agency</p>", skip=["lsp-board"]) == [("agency", "agency")]


def test_pieces_of_one_section_share_their_first_uses():
    seen = set()
    first = GLOSSARY.link("<p>LSP</p>", scope="s", seen=seen)
    second = GLOSSARY.link("<p>LSP and agency</p>", scope="s", seen=seen)
    assert (first.used, second.used, seen) == ((LSP,), (AGENCY,), {"lsp", "agency"})


def test_linking_what_markup_makes_keeps_its_entities():
    html = prose("Use R&D & “IT” <here>")
    result = GLOSSARY.link(html, scope="s")
    assert result.html == (
        '<p>Use <a class="term" id="use-s-research" href="#term-s-research">R&amp;D</a> &amp; '
        '“<a class="term" id="use-s-it" href="#term-s-it">IT</a>” &lt;here&gt;</p>'
    )


WORDS = st.sampled_from(
    ["LSP", "LSPs’", "LSP's", "board", "it", "IT", "local", "strategic", "partnership", "-", "‑", "R&amp;D", "&",
     "&amp;", "&#39;", "&nbsp;", "&lt;", "&notit;", "&copy", "agencies", "‘", "’", "'", " ", "\n", "é", "cafe\u0301",
     "community", "<p>", "</p>", "<em>", "</em>", '<a href="/LSP?a=1&amp;b=2">', "</a>", "<code>", "</code>",
     "<h2>", "</h2>", '<i title="LSP > x">', "</i>", "<!-- LSP -->", "full", "cost", "recovery", ".", ",", "🎉"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=60).map("".join))
def test_linking_changes_no_word_and_gives_each_id_once(html):
    before, result = Page(html), GLOSSARY.link(html, scope="s")
    after = Page(result.html)
    assert after.words == before.words
    assert len(after.ids) == len(set(after.ids)) == len(result.used)
    assert re.sub(r'<a class="term"[^>]*>(.*?)</a>', r"\1", result.html, flags=re.DOTALL) == html


@given(st.text())
def test_linking_any_text_as_prose_changes_no_word(text):
    html = prose(text)
    assert Page(GLOSSARY.link(html, scope="s").html).words == Page(html).words


@given(st.lists(st.text(min_size=1), max_size=8))
def test_any_form_can_be_planted_and_is_found_as_it_is_written(forms):
    glossary = Glossary(Term(str(n), form, (), "") for n, form in enumerate(forms))
    for form in forms:
        found = glossary.uses(form)
        assert all(0 <= use.start < use.end <= len(form) for use in found)
        assert found or not re.search(r"[^\W_]", form)


def test_notes_lead_to_the_page_and_back_to_the_text():
    html = notes((LSP, IT), scope="aims", title='Aims & "hopes"')
    assert html == (
        '<div class="notes" role="group" aria-label="Words explained in Aims &amp; &quot;hopes&quot;">\n'
        '<div class="note" id="term-aims-lsp" role="note" tabindex="-1">\n'
        "<p><strong>Local Strategic Partnership (LSP)</strong></p>\n"
        "<p>Brings <strong>partners</strong> together.</p>\n"
        '<p><a href="/jargon-buster/lsp/">Local Strategic Partnership in the jargon buster</a> '
        '<a href="#use-aims-lsp">Back to the text</a></p>\n</div>\n'
        '<div class="note" id="term-aims-it" role="note" tabindex="-1">\n'
        "<p><strong>Information technology (IT)</strong></p>\n"
        "<p>Computers &amp; lines.</p>\n"
        '<p><a href="/jargon-buster/it/">Information technology in the jargon buster</a> '
        '<a href="#use-aims-it">Back to the text</a></p>\n</div>\n</div>'
    )


def test_every_link_leads_to_a_note_and_every_note_back_to_its_link():
    result = GLOSSARY.link("<p>LSP Board, agencies, IT, LSP</p>", scope="s")
    page = Page(result.html + notes(result.used, scope="s", title="S"))
    assert len(page.ids) == len(set(page.ids)) == 8
    assert {href.removeprefix("#") for href, _ in page.links} <= set(page.ids)


def test_a_section_without_terms_has_no_notes():
    assert notes((), scope="s", title="S") == ""


def test_what_terms_say_cannot_break_out_of_a_note():
    html = notes((Term("x", "<b>x</b>", ("A<B>C",), "<script>y</script>"),), scope='"><b>', title="<i>")
    assert not re.search(r"<(b|i|script)\b", html)


@pytest.mark.parametrize(
    ("draft", "left"),
    [
        ("The VCS and the LSP’s R&D", ["VCS"]),
        ("VCSs, VCS’s and VCS", ["VCS"]),
        ("The BME and VCS groups; the BME groups", ["BME", "VCS"]),
        ("the Voluntary and Community Sector (VCS) and the VCS", []),
        ("the VCS came before the Voluntary and Community Sector (the VCS)", []),
        ("the VCS (voluntary and community sector)", []),
        ("some groups (VCS) and others", ["VCS"]),
        ("Chairs and Officers’ Group (COG)", []),
        ("see page (ABC). Another Bright Cat.", ["ABC"]),
        ("E&T and 4PS and P3Q", ["E&T", "4PS", "P3Q"]),
        ("Part II, chapter XIV, I and A", []),
        ("write to HP1 1HH about DAC-2026-0042", []),
        ("see [here](https://example.org/ABC) or https://example.org/XYZ or ABC@example.org {#ABC}", []),
        ("S2.3 and G8 and 2004", []),
        ("the LSP Board", []),
        ("", []),
    ],
)
def test_abbreviations_that_a_draft_leaves_unexplained_are_listed(draft, left):
    assert unexplained(draft, GLOSSARY) == left


@given(st.text(alphabet="ABC abc()&’s-\n19"))
def test_unexplained_takes_any_draft(draft):
    assert all(sum(c.isupper() for c in short) >= 2 for short in unexplained(draft, GLOSSARY))


def _terms(count):
    names = itertools.product(["Local", "Joint", "Rural", "Older"], ["area", "town", "youth", "health", "core"], range(100))
    return [Term(f"t{n}", f"{a} {b} {c} plan", (f"Q{n}X",), "") for n, (a, b, c) in enumerate(names)][:count]


def _text(words):
    pattern = "<p>The local area 7 plan of the rural town 99 plan and it was Joint youth 3 Plans’ work in the area</p> "
    return pattern * (words // 20)


def _lines_run(function):
    """Count the lines of Python that `function` runs: the same on every machine."""
    count = 0

    def trace(frame, event, _):
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        function()
    finally:
        sys.settrace(before)
    return count


def test_ten_times_the_terms_cost_about_the_same():
    text = _text(2_000)
    few, many = (Glossary(_terms(count)) for count in (200, 2_000))
    few.link(text, scope="s"), many.link(text, scope="s")  # fill the store of keys
    assert _lines_run(lambda: many.link(text, scope="s")) < 3 * _lines_run(lambda: few.link(text, scope="s"))


@pytest.mark.parametrize("piece", [_text(20), "LSP ", "<", "<a '", "<p>x", "‘LSPs’ ", "&", "local strategic ", "<!--"])
def test_twice_the_text_costs_about_twice(piece):
    once, twice = piece * 1_000, piece * 2_000
    GLOSSARY.link(twice, scope="s")
    assert _lines_run(lambda: GLOSSARY.link(twice, scope="s")) < 3 * _lines_run(lambda: GLOSSARY.link(once, scope="s"))


@pytest.mark.parametrize(
    "piece", ["<", "<a '", '<a "', "<!--", "<a b='\"", "&", "&a", "A", "1A", "A&", "(A", "A(", "‘A", "{#", "]("]
)
def test_a_heap_of_nasty_characters_is_walked_once(piece):
    nasty = piece * (200_000 // len(piece))
    started = time.process_time()
    GLOSSARY.link(nasty, scope="s")
    unexplained(nasty, GLOSSARY)
    assert time.process_time() - started < 10


def test_two_thousand_terms_in_a_megabyte_take_seconds_at_most():
    glossary, text = Glossary(_terms(2_000)), _text(210_000)
    assert len(text) > 1_000_000
    started = time.process_time()
    glossary.link(text, scope="s")
    assert time.process_time() - started < 6
