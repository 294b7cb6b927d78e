"""What a draft says, for the page beside its text."""

from hypothesis import given, settings
from hypothesis import strategies as st

from compact_portal.lib.draft_check import LONGEST_LINE_SHOWN, MOST_LINES_SHOWN, check_draft
from compact_portal.lib.glossary import Glossary, Term

NONE = Glossary([])
FRONT = "---\ncompact: Small Compact\nplace: Smallplace\nedition: First\n---\n# Small Compact\n\n"
SOUND = (
    f"{FRONT}## Hard times {{#challenges}}\n\n- Be short of money. {{#short}}\n\n"
    "## Promises {#statutory}\n\n### Money {#money}\n\n- The LSP is asked. {#ask}\n- And told. {#tell}\n\n"
    '## Ours {#voluntary}\n\n### Voice {#voice bound_by="Small Group"}\n\n- We answer. {#answer}\n'
)


def test_a_sound_text_is_counted_by_kind_and_sector():
    check = check_draft(SOUND, glossary=NONE)
    assert check.compact
    assert check.faults == check.lines == ()
    assert check.counts == (
        (1, "challenge"),
        (2, "undertakings by the statutory sector"),
        (1, "undertaking by the voluntary and community sector"),
    )
    assert [(section.number, section.bound_by) for section in check.sections if section.number] == [
        ("S1", ""), ("V1", "Small Group"),
    ]  # fmt: skip


def test_faults_stand_with_the_words_of_their_line():
    check = check_draft(SOUND.replace(" {#ask}", "").replace(" {#tell}", ""), glossary=NONE)
    assert check.compact is None
    assert [(line.number, line.words, len(line.faults)) for line in check.lines] == [
        (16, "- The LSP is asked.", 1), (17, "- And told.", 1),
    ]  # fmt: skip
    assert check.counts[1] == (2, "undertakings by the statutory sector")


def test_a_long_line_is_cut():
    check = check_draft(f"{SOUND}- {'x' * 1000}\n", glossary=NONE)
    assert len(check.lines[0].words) == LONGEST_LINE_SHOWN


def test_lines_beyond_what_a_person_reads_are_counted():
    check = check_draft(FRONT + "> quoted\n\n" * (MOST_LINES_SHOWN + 10), glossary=NONE)
    assert len(check.lines) == MOST_LINES_SHOWN
    assert check.more_lines == len({fault.line for fault in check.faults}) - MOST_LINES_SHOWN > 0


def test_a_name_that_an_edition_has_is_a_fault_of_its_line():
    fault = check_draft(SOUND, glossary=NONE, names_taken=["First"]).faults[0]
    assert (fault.line, str(fault)) == (
        4,
        "compact.md, line 4: An edition called “First” is published already. Write another name on this line.",
    )


def test_abbreviations_are_told_unless_a_term_explains_them():
    assert check_draft(SOUND, glossary=NONE).unexplained == ("LSP",)
    known = Glossary([Term("lsp", "Local Strategic Partnership", ("LSP",), "A group.")])
    assert check_draft(SOUND, glossary=known).unexplained == ()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_checked_without_an_error(text):
    check = check_draft(FRONT + text, glossary=NONE)
    assert check.faults
    assert {line.number for line in check.lines} <= {fault.line for fault in check.faults}
