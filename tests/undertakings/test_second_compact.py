"""A compact of another place, with other headings, other themes and fewer sections, is read by the same code."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from compact_portal.lib.compact_folder import Folder, read_folder_path
from compact_portal.lib.compact_text import CompactText, Section, digest_of, read_compact

HARROWMERE = Path(__file__).resolve().parents[1] / "data" / "vale-of-harrowmere"
DACORUM = Path(__file__).resolve().parents[2] / "undertakings" / "dacorum"


@pytest.fixture(scope="module")
def folder() -> Folder:
    read, faults = read_folder_path(HARROWMERE)
    assert read is not None, "\n".join(map(str, faults))
    return read


@pytest.fixture(scope="module")
def text(folder: Folder) -> CompactText:
    return folder.compact


@pytest.fixture(scope="module")
def sections(text: CompactText) -> dict[str, Section]:
    return {section.anchor: section for section in text.sections}


def test_its_standing_is_adopted_and_it_names_no_year(text: CompactText) -> None:
    assert (text.compact, text.place, text.edition) == ("Harrowmere Accord", "Vale of Harrowmere", "Second edition")
    assert (text.standing, text.first_agreed) == ("adopted", None)
    assert text.title == "The Harrowmere Accord"


def test_its_sections_keep_their_own_headings_and_order(text: CompactText) -> None:
    assert [(section.anchor, section.level, section.kind, section.parent) for section in text.sections] == [
        ("what-it-is", 2, "prose", ""),
        ("words", 3, "prose", "what-it-is"),
        ("where-to-ask", 3, "prose", "what-it-is"),
        ("principles", 2, "principle", ""),
        ("statutory", 2, "undertaking", ""),
        ("asking", 3, "undertaking", "statutory"),
        ("paying", 3, "undertaking", "statutory"),
        ("voluntary", 2, "undertaking", ""),
        ("looking-after-it", 3, "undertaking", "voluntary"),
        ("how-it-ends", 2, "prose", ""),
    ]
    assert [section.title for section in text.sections if section.level == 2] == [
        "What this accord is",
        "What both of us hold to be true",
        "What the public bodies promise",
        "What the neighbour groups promise",
        "How it ends",
    ]


def test_two_themes_of_one_sector_and_one_of_the_other_are_numbered_from_one(text: CompactText) -> None:
    assert [(item.number, item.anchor) for section in text.sections for item in section.items] == [
        ("P1", "those-who-live-with-it"),
        ("P2", "money-is-one-way"),
        ("P3", "small-counts"),
        ("S1.1", "ask-first"),
        ("S1.2", "say-what-we-did"),
        ("S2.1", "pay-on-the-day"),
        ("S2.2", "told-by-january"),
        ("S2.3", "overheads"),
        ("V1.1", "say-early"),
        ("V1.2", "clear-accounts"),
    ]
    assert {section.anchor: section.sector for section in text.sections if section.number} == {
        "asking": "statutory",
        "paying": "statutory",
        "looking-after-it": "voluntary",
    }


def test_one_item_alone_may_bind_one_body(sections: dict[str, Section]) -> None:
    bound = {item.anchor: item.bound_by for section in sections.values() for item in section.items if item.bound_by}
    assert bound == {"told-by-january": "Vale Health Board"}
    assert not any(section.bound_by for section in sections.values())


def test_prose_keeps_its_lists_and_what_stands_before_and_after_the_promises(sections: dict[str, Section]) -> None:
    assert not sections["words"].items
    assert "- A **public body** is" in sections["words"].prose
    paying = sections["paying"]
    assert paying.prose.startswith("A grant is a promise")
    assert "What a grant may not be spent on" in paying.prose
    assert not any(item.words in paying.prose for item in paying.items)


def test_words_keep_their_markdown_and_lose_their_anchor(sections: dict[str, Section]) -> None:
    words = [item.words for item in sections["asking"].items]
    assert words[1] == "We say what we did with the answers, **and why not** where we did nothing."
    assert sections["principles"].items[1].words == "Money is *one* way to help, and seldom the only one."


def test_the_tables_beside_it_are_its_own(folder: Folder) -> None:
    assert [term.term for term in folder.terms] == ["District Council", "Neighbour group", "Parish meeting"]
    assert folder.terms[0].also_written == ("Harrowmere District Council", "the council")
    assert [(row.rule, row.value, row.from_on) for row in folder.thresholds] == [
        ("consultation-window", Decimal(70), None),
        ("consultation-window", Decimal(84), date(2026, 4, 1)),
        ("next-year-told", Decimal(2), None),
    ]
    assert folder.evidence[0].from_on == date(2025, 4, 1)
    assert (folder.examples, folder.contacts, folder.links, folder.codes) == ((), (), (), ())


def test_what_would_be_exported_is_what_stands_in_the_file(text: CompactText) -> None:
    content = (HARROWMERE / "compact.md").read_bytes()
    assert text.text.encode() == content
    assert text.digest == digest_of(content.decode())


def test_it_shares_no_digest_and_only_the_known_anchors_with_dacorum(text: CompactText) -> None:
    dacorum, faults = read_compact((DACORUM / "compact.md").read_bytes())
    assert dacorum is not None, faults
    assert dacorum.digest != text.digest

    def headings(compact: CompactText) -> set[str]:
        return {section.anchor for section in compact.sections}

    assert headings(dacorum) & headings(text) == {"principles", "statutory", "voluntary"}


def test_nothing_of_dacorum_is_in_it() -> None:
    for path in HARROWMERE.iterdir():
        assert "dacorum" not in path.read_text(encoding="utf-8").casefold(), path.name
