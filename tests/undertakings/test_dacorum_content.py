"""The Dacorum content holds what the published document holds: all of it, exact, and nothing that was made up."""

import re
from pathlib import Path

import pytest

from compact_portal.lib.compact_folder import Folder, read_folder, read_folder_path
from compact_portal.lib.compact_text import Item, Section
from tests.undertakings import dacorum_reference as reference
from tests.undertakings import dacorum_source as source

UNDERTAKINGS = Path(__file__).resolve().parents[2] / "undertakings"
DACORUM = UNDERTAKINGS / "dacorum"
ALL_SOURCES = source.CHALLENGES + source.PRINCIPLES + source.PROSE_PROMISES + source.STATUTORY_BULLETS + source.VOLUNTARY_BULLETS
MEASURE_KEY = re.compile(r"[a-z]+(-[a-z]+)*")


@pytest.fixture(scope="module")
def folder() -> Folder:
    read, faults = read_folder_path(DACORUM)
    assert read is not None, "\n".join(map(str, faults))
    return read


@pytest.fixture(scope="module")
def sections(folder: Folder) -> dict[str, Section]:
    return {section.anchor: section for section in folder.compact.sections}


@pytest.fixture(scope="module")
def items(folder: Folder) -> dict[str, Item]:
    return {item.anchor: item for section in folder.compact.sections for item in section.items}


def all_files() -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(DACORUM.iterdir())}


def lacking(words: str, must: tuple[str, ...]) -> list[str]:
    flat = " ".join(words.split()).casefold()
    return [fact for fact in must if fact.casefold() not in flat]


def test_the_folder_says_what_the_document_is_and_gives_it_no_date(folder: Folder) -> None:
    text = folder.compact
    assert (text.compact, text.title, text.place) == ("Dacorum Compact", "Dacorum Compact", "Dacorum")
    assert (text.edition, text.standing, text.first_agreed) == ("Revised edition", "restatement", 2002)


def test_the_document_has_its_numbers_of_everything() -> None:
    assert len(source.CHALLENGES) == 5
    assert len(source.PRINCIPLES) == 11
    assert (len(source.FUNDING_BULLETS), len(source.POLICY_BULLETS), len(source.IMPROVED_BULLETS)) == (7, 5, 4)
    assert len(source.STATUTORY_BULLETS) == 16
    voluntary = (source.VOLUNTARY_FUNDING_BULLETS, source.VOLUNTARY_POLICY_BULLETS, source.GOOD_PRACTICE_BULLETS)
    assert tuple(map(len, voluntary)) == (3, 2, 3)
    assert len(source.VOLUNTARY_BULLETS) == 8
    assert len(source.PROSE_PROMISES) == 4
    assert (len(reference.EXAMPLES), len(reference.TERMS)) == (15, 15)
    assert (len(reference.LINKS), len(reference.CONTACTS), len(reference.CODES)) == (5, 6, 5)


@pytest.mark.parametrize("entry", ALL_SOURCES, ids=lambda entry: entry.anchors[0])
def test_each_principle_challenge_and_promise_of_the_document_is_carried_with_its_facts(
    entry: source.Source, items: dict[str, Item]
) -> None:
    absent = [anchor for anchor in entry.anchors if anchor not in items]
    assert not absent, f"{entry.label}: the text has no item {absent}"
    words = " ".join(items[anchor].words for anchor in entry.anchors)
    assert not lacking(words, entry.must), f"{entry.label}: its items lack these words"


def test_every_item_of_the_text_is_accounted_for_once_and_nothing_is_added(items: dict[str, Item]) -> None:
    carried = [anchor for entry in ALL_SOURCES for anchor in entry.anchors]
    assert sorted(carried) == sorted(items)


def test_items_stand_in_the_order_of_the_document(sections: dict[str, Section]) -> None:
    def written(anchor: str) -> list[str]:
        return [item.anchor for item in sections[anchor].items]

    def listed(*groups: tuple[source.Source, ...]) -> list[str]:
        return [anchor for group in groups for entry in group for anchor in entry.anchors]

    independence, lead_in, planning, preamble = source.PROSE_PROMISES
    assert written("challenges") == listed(source.CHALLENGES)
    assert written("principles") == listed(source.PRINCIPLES)
    assert written("independence") == listed((independence,))
    assert written("funding") == listed((lead_in,), source.FUNDING_BULLETS)
    assert written("policy") == listed((planning,), source.POLICY_BULLETS)
    assert written("improved") == listed(source.IMPROVED_BULLETS)
    assert written("statutory-role") == listed((preamble,))
    assert written("voluntary-funding") == listed(source.VOLUNTARY_FUNDING_BULLETS)
    assert written("voluntary-policy") == listed(source.VOLUNTARY_POLICY_BULLETS)
    assert written("good-practice") == listed(source.GOOD_PRACTICE_BULLETS)


def test_challenges_and_principles_are_numbered_through(sections: dict[str, Section]) -> None:
    assert [item.number for item in sections["challenges"].items] == [f"C{n}" for n in range(1, 6)]
    assert [item.number for item in sections["principles"].items] == [f"P{n}" for n in range(1, 12)]


def test_themes_stand_in_the_order_of_the_document_and_the_last_statutory_one_binds_the_council(folder: Folder) -> None:
    themes = [section for section in folder.compact.sections if section.kind == "undertaking" and section.level == 3]
    assert [(theme.number, theme.anchor, theme.bound_by) for theme in themes] == [
        (number, anchor, bound_by) for number, anchor, _, bound_by in source.THEMES
    ]
    for theme in themes:
        assert {item.bound_by for item in theme.items} == {theme.bound_by}
        assert [item.number for item in theme.items] == [f"{theme.number}.{n}" for n in range(1, len(theme.items) + 1)]
    assert sum(bullets for number, _, bullets, _ in source.THEMES if number.startswith("S")) == 16
    assert sum(bullets for number, _, bullets, _ in source.THEMES if number.startswith("V")) == 8


def test_every_section_of_the_text_is_one_of_the_document_or_the_note_about_this_text(folder: Folder) -> None:
    assert [section.anchor for section in folder.compact.sections if section.level == 2] == [
        "introduction",
        "aims",
        "vision",
        "challenges",
        "principles",
        "statutory",
        "voluntary",
    ]
    inner = {section.anchor for section in folder.compact.sections if section.level == 3}
    assert inner == {anchor for _, anchor, _, _ in source.THEMES} | {"about-this-text"}


@pytest.mark.parametrize("anchor", source.PROSE_FACTS)
def test_each_prose_section_says_what_the_document_says(anchor: str, sections: dict[str, Section]) -> None:
    assert not lacking(sections[anchor].prose, source.PROSE_FACTS[anchor])


def test_the_vision_has_its_four_paragraphs_and_no_section_has_one_that_nobody_checked(folder: Folder) -> None:
    assert source.PARAGRAPHS["vision"] == 4
    written = {
        section.anchor: len(re.split(r"\n\s*\n", section.prose.strip()))
        for section in folder.compact.sections
        if section.prose.strip()
    }
    assert written == source.PARAGRAPHS


@pytest.mark.parametrize("anchor", source.FACTS_OF_SPLIT_ITEMS)
def test_each_item_that_was_split_off_keeps_its_own_facts_and_limits(anchor: str, items: dict[str, Item]) -> None:
    assert not lacking(items[anchor].words, source.FACTS_OF_SPLIT_ITEMS[anchor])


def test_every_item_that_shares_its_source_with_others_has_facts_of_its_own() -> None:
    split = {anchor for entry in ALL_SOURCES if len(entry.anchors) > 1 for anchor in entry.anchors}
    assert set(source.FACTS_OF_SPLIT_ITEMS) == split


def test_all_fifteen_examples_are_there_with_their_facts_and_years(folder: Folder, items: dict[str, Item]) -> None:
    assert [row.title for row in folder.examples] == [title for title, *_ in reference.EXAMPLES]
    for row, (title, must, shows, first, last) in zip(folder.examples, reference.EXAMPLES, strict=True):
        assert not lacking(row.words, must), title
        assert shows in row.clauses, title
        assert (row.from_year, row.to_year) == (first, last), title
        assert set(row.clauses) <= set(items), title


def test_all_fifteen_terms_of_the_document_are_there_with_their_facts(folder: Folder) -> None:
    theirs = {row.term: row for row in folder.terms if row.added_by == "the compact"}
    assert sorted(theirs) == sorted(term for term, _, _ in reference.TERMS)
    for term, short_form, must in reference.TERMS:
        assert theirs[term].short_form == short_form, term
        assert not lacking(theirs[term].meaning, must), term


def test_terms_that_the_portal_added_are_marked_as_its_own(folder: Folder) -> None:
    ours = {row.term for row in folder.terms if row.added_by == "the portal"}
    assert ours == reference.TERMS_OF_THE_PORTAL
    assert {row.short_form for row in folder.terms} >= {"LSP", "LAA", "DBC", "NCVO"}


def test_all_six_contacts_stand_as_published(folder: Folder) -> None:
    assert [(row.organisation, row.role, row.name, row.telephone) for row in folder.contacts] == list(reference.CONTACTS)
    assert all(row.as_of is None for row in folder.contacts), "nothing says that they are still right"


def test_all_five_links_have_their_published_addresses_and_say_that_they_have_gone(folder: Folder) -> None:
    assert [(row.title, row.address) for row in folder.links] == list(reference.LINKS)
    assert all(row.archived and row.about for row in folder.links)


def test_all_five_codes_of_practice_are_there_with_their_standing(folder: Folder) -> None:
    assert [(row.title, row.standing) for row in folder.codes] == list(reference.CODES)
    assert not any(row.address for row in folder.codes), "the document gives no address of a code"


def test_thresholds_are_only_those_that_the_compact_sets(folder: Folder) -> None:
    assert [(row.rule, str(row.value), row.unit) for row in folder.thresholds] == list(reference.THRESHOLDS)
    assert {row.source for row in folder.thresholds} == {"the compact"}
    assert not any(row.agreed_by or row.from_on for row in folder.thresholds)


def test_the_sample_year_adds_what_the_compact_leaves_open_and_says_where_it_comes_from() -> None:
    files = {
        "compact.md": (DACORUM / "compact.md").read_bytes(),
        "thresholds.csv": (UNDERTAKINGS / "sample" / "thresholds.csv").read_bytes(),
    }
    folder, faults = read_folder(files)
    assert folder is not None, "\n".join(map(str, faults))
    rows = {row.rule: row for row in folder.thresholds}
    assert {rule: (str(row.value), row.unit, row.source) for rule, row in rows.items()} == {
        "notice": ("3", "months", "local guideline"),
        "multi-year": ("24", "months", "the portal's reading"),
        "decision-published": ("20", "working days", "the portal's reading"),
        "outcome-published": ("12", "weeks", "national practice"),
    }
    assert rows["notice"].agreed_by == "the Portfolio Holder in consultation with CHACE"
    assert rows["notice"].from_on is not None
    assert not set(rows) & {rule for rule, _, _ in reference.THRESHOLDS}


def test_every_undertaking_has_a_measure_or_is_listed_as_one_that_no_record_can_show(folder: Folder) -> None:
    undertakings = {item.anchor for section in folder.compact.sections if section.kind == "undertaking" for item in section.items}
    measured = {row.anchor for row in folder.evidence}
    assert undertakings - measured == source.NOT_MEASURED
    assert all(MEASURE_KEY.fullmatch(row.measure) for row in folder.evidence)
    assert not any(row.from_on for row in folder.evidence)


def test_no_year_is_invented() -> None:
    for name, text in all_files().items():
        years = set(re.findall(r"\b(?:1[6-9]|20)\d\d\b", re.sub(r"http\S+", "", text)))
        assert years <= reference.YEARS, name
    assert set(re.findall(r"\d+", (DACORUM / "compact.md").read_text(encoding="utf-8"))) == {"2002", "60"}


def test_no_figure_of_the_tables_is_invented() -> None:
    found = {name: set(re.findall(r"\d+%?", text)) for name, text in all_files().items() if name in ("jargon.csv", "codes.csv")}
    assert found == {"jargon.csv": {"2004", "10", "4", "2006", "3"}, "codes.csv": set()}
    examples = set(re.findall(r"\d+%?", (DACORUM / "examples.csv").read_text(encoding="utf-8")))
    assert examples == {"100%", "20%", "3", "2002", "2006", "2007"}


def test_no_e_mail_telephone_number_or_address_is_invented(folder: Folder) -> None:
    text = "\n".join(all_files().values())
    assert "@" not in text
    assert set(re.findall(r"\b0\d{4} \d{6}\b", text)) == {telephone for *_, telephone in reference.CONTACTS}
    assert set(re.findall(r"(?:https?://|www\.)[^\s,\"]+", text)) == {address for _, address in reference.LINKS}
    assert not any(row.email for row in folder.contacts)


def test_the_typography_is_of_one_kind() -> None:
    prose = (DACORUM / "compact.md").read_text(encoding="utf-8").split("\n---\n", 1)[1]
    assert not set("'\"`") & set(re.sub(r"\{#[^}]*\}", "", prose)), "the text has curly quotation marks and apostrophes"
