import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compact_portal.lib.folding import MAX_TOKEN, clean, fold, spans, stem, tokens

anything = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("CAFÉ", "cafe"),
        ("Cafe\u0301", "cafe"),
        ("  Two\t words\r\nhere\u00a0now ", "two words here now"),
        ("the LSP’s `plan´", "the lsp's 'plan'"),
        ("“so” «it» „is“", '"so" "it" "is"'),
        ("2004–10 co‑op", "2004-10 co-op"),
        ("Straße", "strasse"),
        ("Łódź Ærø Œuvre", "lodz aero oeuvre"),
        ("İstanbul ﬁnd", "istanbul find"),
        ("a\u00adb\u200bc\ufeff", "abc"),
        ("", ""),
    ],
)
def test_text_folds_to_what_a_reader_calls_the_same(written, folded):
    assert fold(written) == folded


@pytest.mark.parametrize("bad", ["\x00", "\ud800", "\u202e", "\u2066", "\u200f", "\u061c", "\x1b"])
def test_characters_that_no_database_or_page_should_see_are_removed(bad):
    assert fold(f"a{bad}b") == "ab"
    assert fold(f"é{bad}b") == "eb"
    assert clean(f"a{bad}b\n") == "ab\n"


def test_what_people_write_survives_cleaning():
    written = "Café 🎉 “quoted”\tন্যায়\n"
    assert clean(written) == written


@given(anything)
def test_folding_twice_changes_nothing(text):
    once = fold(text)
    assert fold(once) == once


@given(anything)
def test_folded_text_can_be_stored_and_has_no_accent(text):
    folded = fold(text)
    folded.encode()
    assert "\x00" not in folded
    assert not any(unicodedata.combining(c) for c in folded)


@given(st.text(st.characters(max_codepoint=0x24F)))
def test_upper_and_lower_case_fold_alike(text):
    assert fold(text.upper()) == fold(text.lower().upper())


@given(anything)
def test_each_token_stands_at_its_span_and_is_a_token_of_itself(text):
    previous = 0
    for start, end, token in spans(text):
        assert previous <= start < end <= len(text)
        assert token in tokens(text[start:end])
        assert 0 < len(token) <= MAX_TOKEN
        assert tokens(token) == [token]
        previous = start


def test_tokens_drop_possessives_and_apostrophes():
    assert tokens("The LSP’s O'Brien didn’t say: R&D, well-being (2004–10).") == [
        "the", "lsp", "obrien", "didnt", "say", "r", "d", "well", "being", "2004", "10",
    ]  # fmt: skip


def test_a_decomposed_accent_does_not_part_a_word():
    assert tokens("re\u0301sume\u0301") == ["resume"]


def test_a_word_without_end_is_cut():
    assert tokens("x" * 10_000) == ["x" * MAX_TOKEN]


def test_blanks_signs_and_emoji_hold_no_token():
    assert tokens(" \t'\"%_\\🎉—…") == []


@pytest.mark.parametrize(
    ("word", "same"),
    [("consultations", "consulted"), ("funding", "funded"), ("lsps", "lsp"), ("agencies", "agency"), ("cvss", "cvs")],
)
def test_forms_of_a_word_share_a_stem(word, same):
    assert stem(word) == stem(same)


def test_a_short_form_that_ends_in_s_keeps_it():
    assert stem("cvs") == "cvs"


def test_stemming_in_many_threads_gives_what_one_gives():
    words = [f"{start}{end}" for start in ("consult", "fund", "organis", "agre") for end in ("ing", "ed", "ation", "es")]
    stem.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        threaded = list(pool.map(stem.__wrapped__, words * 50))
    assert threaded == [stem(word) for word in words] * 50
