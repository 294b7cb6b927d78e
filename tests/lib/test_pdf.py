import io

import pypdf
import pytest
import typst

from compact_portal.lib.pdf import compile_pdf

EDITION = {
    "compact": "Anytown Compact",
    "place": "Anytown",
    "edition": "First edition",
    "standing": "adopted",
    "published": "2026-04-01",
    "digest": "0123456789abcdef" * 4,
    "address": "https://compact.example.org/compact/editions/first/",
    "sections": [
        {"level": 2, "title": "Introduction", "number": "", "prose": ["Words of prose.", "More words."], "items": []},
        {
            "level": 2,
            "title": "Undertakings by the statutory sector",
            "number": "",
            "prose": [],
            "items": [],
        },
        {
            "level": 3,
            "title": "Funding #evil(1) $x$ *not bold*",
            "number": "S1",
            "bound_by": "Anytown Council",
            "prose": ["The lead-in."],
            "items": [
                {"number": "S1.1", "words": "It pays on time.", "bound_by": ""},
                {"number": "S1.2", "words": '#panic("no") "quoted" \\ back', "bound_by": "The parish"},
            ],
        },
    ],
}


def made(**changed):
    return compile_pdf("undertakings/edition.typ", EDITION | changed)


def read(document):
    return pypdf.PdfReader(io.BytesIO(document.bytes))


def words(document):
    return " ".join(" ".join(page.extract_text() for page in read(document).pages).split())


def test_an_edition_is_a_tagged_document_with_title_and_language():
    document = made()
    catalogue = read(document).trailer["/Root"]
    assert document.tagged
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "en-GB"
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert read(document).metadata.title == "Anytown Compact"
    assert "<pdfuaid:part>1</pdfuaid:part>" in catalogue["/Metadata"].get_data().decode()


def test_every_word_is_there_as_text():
    text = words(made())
    for said in (
        "Anytown Compact", "First edition, published here on Wednesday 1 April 2026", "The wording as adopted", "Contents",
        "Words of prose.",
        "More words.", "S1.1", "It pays on time.", "Binds Anytown Council", "Binds The parish", EDITION["digest"],
        EDITION["address"], "1 of 2", "2 of 2",
    ):  # fmt: skip
        assert said in text


def test_the_headings_can_be_walked():
    titles = [entry.title for entry in read(made()).outline if not isinstance(entry, list)]
    assert titles == ["Introduction", "Undertakings by the statutory sector"]


def test_data_is_shown_and_never_run():
    text = words(made())
    assert "Funding #evil(1) $x$ *not bold*" in text
    assert '#panic("no") "quoted" \\ back' in text


def test_a_restatement_says_so():
    assert "A restatement: it says in other words" in words(made(standing="restatement"))


def test_a_draft_has_no_day():
    assert "published here" not in words(made(published=""))


def test_the_same_words_are_the_same_bytes():
    assert made().bytes == made().bytes


@pytest.mark.parametrize("strange", ["\U0010fffd", "𒀀 🏴\U000e0067"])
def test_a_character_that_no_font_has_costs_the_standard_and_not_the_document(strange):
    document = made(place=f"Anytown {strange}")
    assert not document.tagged
    assert "It pays on time." in words(document)


def test_half_a_character_is_shown_as_one_that_was_lost():
    assert "Anytown \ufffd" in words(made(place="Anytown \ud800"))


def test_an_edition_of_a_thousand_clauses_is_made():
    items = [{"number": f"S1.{number}", "words": "Words that promise. " * 10, "bound_by": ""} for number in range(1_000)]
    sections = [*EDITION["sections"], {"level": 3, "title": "Many", "number": "S2", "prose": [], "items": items}]
    assert len(read(made(sections=sections)).pages) > 30


def test_a_template_at_fault_is_told(tmp_path):
    (tmp_path / "bad.typ").write_text("#let")
    with pytest.raises(typst.TypstError):
        compile_pdf("bad.typ", {}, templates=tmp_path)


def test_data_that_json_cannot_say_is_refused():
    with pytest.raises(ValueError, match="not JSON compliant"):
        made(place=float("nan"))
