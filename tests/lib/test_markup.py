import time
from html.parser import HTMLParser
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compact_portal.lib.markup import inline, plain, prose

ALLOWED = {"p", "em", "strong", "a", "ul", "ol", "li", "br"}


class Seen(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.words = [], [], ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes.extend((tag, name, value) for name, value in attrs)

    def handle_data(self, data):
        self.words += data


def test_prose_keeps_paragraphs_lists_emphasis_and_links():
    html = prose("One *two* **three** [four](https://example.org/a?b=1&c=2).\n\n- five\n- six\n\n1. seven")
    assert html == (
        '<p>One <em>two</em> <strong>three</strong> <a href="https://example.org/a?b=1&amp;c=2">four</a>.</p>\n'
        "<ul>\n<li>five</li>\n<li>six</li>\n</ul>\n<ol>\n<li>seven</li>\n</ol>"
    )


def test_headings_are_paragraphs_unless_asked_for():
    assert prose("# One\n\nTwo\n---") == "<p>One</p>\n<p>Two</p>"
    assert prose("# One\n\n### Three\n\n###### Six", headings=True) == "<h2>One</h2>\n<h3>Three</h3>\n<h4>Six</h4>"


def test_inline_makes_no_blocks():
    assert inline("- *one* [two](/compact/)\n# three") == '- <em>one</em> <a href="/compact/">two</a>\n# three'


@pytest.mark.parametrize(
    "address",
    ["https://example.org/", "HTTP://example.org", "mailto:a@example.org", "/compact/#aims", "/search/?q=a%20b"],
)
def test_a_link_that_leads_somewhere_decent_stays(address):
    assert Seen(inline(f"[words]({address})")).attributes == [("a", "href", address)]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "&#106;avascript:alert(1)", "java&#10;script:alert(1)",
        "data:text/html,x", "vbscript:x", "file:///etc/passwd", "ftp://example.org", "//example.org", "\\\\example.org",
        "http:example.org", "https:///example.org",
        "relative/page", "../up", "#part", "?q=1", "mailto:", "mailto:nobody", "", "tel:01442",
    ],
)  # fmt: skip
def test_any_other_link_leaves_its_words(address):
    for render in (inline, prose):
        seen = Seen(render(f"see [the *words*](<{address}>) here"))
        assert "a" not in seen.tags
        assert seen.words.strip() == "see the words here"


def test_a_backslash_cannot_lead_off_the_site():
    assert inline("[a](</\\example.org>)") == '<a href="/%5Cexample.org">a</a>'
    assert inline("[a](</\\/example.org>)") == "a"


def test_a_refused_link_does_not_take_the_next_one_with_it():
    assert inline("[a](ftp://x) [b](/b/) [c](ftp://x)") == 'a <a href="/b/">b</a> c'


def test_titles_of_links_are_dropped():
    assert inline('[a](/b/ "title")') == '<a href="/b/">a</a>'


def test_pictures_are_removed():
    assert inline("a ![alt](https://example.org/x.png) b") == "a  b"
    assert prose("![alt](/x.png)") == "<p></p>"
    assert plain("a ![alt](/x.png) b") == "a b"


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "<svg/onload=alert(1)>",
        '<a href="javascript:alert(1)" onclick="x()">y</a>',
        "<p style='x'>",
        "<!-- hidden -->",
        "<iframe src=//example.org>",
        '[x](/" onmouseover="alert(1))',
        '[x](</"onmouseover="alert(1)>)',
        "<style>p{}</style>",
        '<https://example.org/"onclick=alert(1)>',
    ],
)
def test_html_in_markdown_is_never_live(hostile):
    for render in (inline, prose):
        seen = Seen(render(f"before {hostile} after"))
        assert set(seen.tags) <= ALLOWED
        assert {(tag, name) for tag, name, _ in seen.attributes} <= {("a", "href")}
        assert seen.words.split()[0] == "before"
        assert seen.words.split()[-1] == "after"


def test_raw_html_shows_the_characters_it_is_made_of():
    assert prose("a <b>c</b> & d") == "<p>a &lt;b&gt;c&lt;/b&gt; &amp; d</p>"


def test_blocks_that_prose_does_not_have_leave_their_words():
    html = prose("> quoted\n\n```\nfenced <x>\n```\n\n    indented\n\n---\n\n`code`")
    assert html == "<p>quoted</p>\n\n<p>fenced &lt;x&gt;\n</p>\n<p>indented</p>\n<p>code</p>"


def test_plain_is_words_alone():
    prose_part = "# Aims\n\nWe *work* with [the LSP](https://example.org/x) &amp; others\nhere."
    assert (
        plain(f"{prose_part}\n\n- one\n- `two`\n\n```\nthree\n```") == "Aims\nWe work with the LSP & others here.\none\ntwo\nthree"
    )


def test_nul_lone_surrogates_and_bidi_controls_are_gone():
    for render in (inline, plain):
        assert render("a\x00b\ud800c\u202ed 🎉") == "abcd 🎉"
    assert prose("a\x00b\ud800c\u202ed 🎉") == "<p>abcd 🎉</p>"


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_renders_to_allowed_html(text):
    for render in (inline, prose):
        html = render(text)
        html.encode()
        seen = Seen(html)
        assert set(seen.tags) <= ALLOWED
        assert {(tag, name) for tag, name, _ in seen.attributes} <= {("a", "href")}


@given(st.text(alphabet="ab *_[]()<>!`#-\n&;/\\:\"'"))
def test_text_made_of_marks_renders_to_allowed_html(text):
    html = prose(text, headings=True)
    seen = Seen(html)
    assert set(seen.tags) <= ALLOWED | {"h2", "h3", "h4"}
    here = "https://here.example"
    assert all(urljoin(here, value).startswith(f"{here}/") for _, _, value in seen.attributes)
    plain(text)


@pytest.mark.parametrize("piece", ["[", "*", "**a ", "> ", "[a](", "![", "`", "<", "- ", "&#", "[a][", "_a*", "\n", "(["])
def test_nasty_markdown_does_not_take_for_ever(piece):
    started = time.process_time()
    prose(piece * 20_000)
    assert time.process_time() - started < 10
