import pytest
from hypothesis import given
from hypothesis import strategies as st

from compact_portal.search.rules import (
    MOST_QUERY_WORDS,
    SNIPPET_CHARACTERS,
    Entry,
    Wanted,
    as_html,
    errors_forgiven,
    impacts,
    marked,
    query_words,
    rarity,
    read,
    read_for_snippet,
    snippet,
    words_of,
)

anything = st.text(st.characters(exclude_categories=()))
FUND = Wanted(words=frozenset({"funding"}), stems=frozenset({"fund"}))


def _entry(**parts):
    return Entry(**({"key": "k", "title": "", "url": "/"} | parts))


def test_stop_words_are_left_out_unless_they_stand_in_capitals():
    assert list(words_of("It is the IT of us")) == ["it"]
    assert list(words_of("THE AIMS OF IT")) == ["aims"]


def test_a_compound_is_found_by_its_halves_and_in_one():
    assert list(words_of("well-being")) == ["well", "wellbeing", "being"]
    assert list(words_of("well - being")) == ["well", "being"]


def test_a_title_says_more_than_a_summary_and_that_more_than_a_body():
    word = {"aims"}
    title, summary, body = (impacts(_entry(**{part: "aims"}))["aims"] for part in ("title", "summary", "body"))
    assert title > summary > body > 0
    assert set(impacts(_entry(also=("AIMS",)))) == word


def test_a_word_says_less_in_a_long_title_and_more_when_it_is_said_again():
    assert impacts(_entry(title="aims"))["aims"] > impacts(_entry(title="aims and hopes of many partners"))["aims"]
    assert impacts(_entry(body="aims aims"))["aims"] > impacts(_entry(body="aims hopes"))["aims"]


def test_weight_lifts_a_document():
    once, twice = (impacts(_entry(title="aims", weight=weight))["aims"] for weight in (1, 2))
    assert twice == pytest.approx(2 * once, abs=1)


def test_no_word_weighs_nothing_or_more_than_a_column_holds():
    assert impacts(_entry(body="aims", weight=0))["aims"] == 1
    assert impacts(_entry(title="aims", weight=1e12))["aims"] <= 2**31 - 1


def test_the_digest_changes_with_each_part():
    entries = [
        _entry(), _entry(key="l"), _entry(title="t"), _entry(url="/u/"), _entry(summary="s"), _entry(body="s"),
        _entry(also=("s",)), _entry(weight=2),
    ]  # fmt: skip
    assert len({entry.digest() for entry in entries}) == len(entries)
    assert _entry(body="a\ud800\x00").digest() == _entry(body="a").digest()


def test_a_query_has_each_word_once_without_stop_words():
    assert [word.token for word in query_words("The aims of the Aims and LSP’s")] == ["aims", "lsp"]


def test_a_query_of_stop_words_keeps_them():
    assert [word.token for word in query_words("it")] == ["it"]


def test_a_query_without_end_is_cut():
    assert len(query_words(" ".join(f"w{n}" for n in range(10_000)))) == MOST_QUERY_WORDS


@given(anything)
def test_the_words_of_any_query_stand_where_they_say(text):
    for word in query_words(text):
        assert word.token in [inner.token for inner in query_words(text[word.start : word.end])]


@pytest.mark.parametrize(
    ("token", "errors"), [("lsp", 0), ("fund", 1), ("funding", 1), ("voluntar", 2), ("2026", 0), ("dac2026", 0)]
)
def test_longer_words_are_forgiven_more_errors(token, errors):
    assert errors_forgiven(token) == errors


def test_a_rarer_word_tells_more():
    assert rarity(1, 1000) > rarity(10, 1000) > rarity(1000, 1000) > 0
    assert rarity(0, 1000) == rarity(1, 1000)


def test_all_forms_of_a_wanted_word_are_marked():
    assert marked(read("Funds, Funding’s and fun"), FUND) == (
        ("Funds", True),
        (", ", False),
        ("Funding’s", True),
        (" and fun", False),
    )


def test_the_beginning_of_a_word_is_marked_while_it_is_typed():
    assert marked(read("Dacorum"), Wanted(frozenset(), frozenset(), prefix="dac")) == (("Dacorum", True),)


def test_a_snippet_shows_where_most_of_the_words_are():
    text = "funding at first. " + "other words " * 40 + "then funding, funds and funded projects. " + "and more " * 40
    parts = snippet([read_for_snippet(text) for text in (text,)], FUND)
    assert parts[0] == ("… ", False)
    assert parts[-1].text.endswith(" …")
    assert [part.text for part in parts if part.marked] == ["funding", "funds", "funded"]
    assert len("".join(part.text for part in parts)) <= SNIPPET_CHARACTERS + 4


def test_parts_as_html_mark_what_was_found_and_nothing_of_the_text_is_live():
    parts = snippet([read_for_snippet(text) for text in ('A <b>fund</b> & "more".',)], FUND)
    assert as_html(parts) == "A &lt;b&gt;<mark>fund</mark>&lt;/b&gt; &amp; &quot;more&quot;."
    assert as_html(()) == ""


def test_a_snippet_comes_from_the_first_text_that_has_a_word():
    assert snippet([read_for_snippet(text) for text in ("A summary.", "A body on funding.")], FUND)[1] == ("funding", True)
    assert snippet([read_for_snippet(text) for text in ("A summary.", "A body.")], FUND) == (("A summary.", False),)
    assert snippet([read_for_snippet(text) for text in ("", "A body.")], FUND) == (("A body.", False),)
    assert snippet([read_for_snippet(text) for text in ("", "")], FUND) == ()


@given(anything, st.sampled_from(["", " funding ", "funding" * 40]), anything)
def test_marking_loses_no_character(before, middle, after):
    text = before + middle + after
    assert "".join(part.text for part in marked(read(text), FUND)) == text


@given(st.lists(st.sampled_from(["funding", "words", "x" * 300, "–", "é"]), max_size=80), st.sampled_from([" ", ""]))
def test_a_snippet_is_a_piece_of_its_text_and_not_too_long(words, space):
    text = space.join(words)
    cut = "".join(part.text for part in snippet([read_for_snippet(text) for text in (text,)], FUND))
    assert cut.removeprefix("… ").removesuffix(" …") in text
    assert len(cut) <= SNIPPET_CHARACTERS + 4
