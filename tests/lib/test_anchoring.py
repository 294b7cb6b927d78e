import pytest
from hypothesis import given
from hypothesis import strategies as st

from compact_portal.lib.anchoring import add_anchors, add_front_matter
from compact_portal.lib.compact_text import normalise, read_compact
from tests.lib.compacts import TEXT

PLAIN = """\
# Anytown Local Compact

## Introduction

Words.

- prose

## Our challenges ##

* To be known
  everywhere
* To be kept {#kept}

## Shared principles

- Honesty

### A subsection

- no clause

## Undertakings by the statutory sector

- before any theme

### Funding

- Pay on time
- Pay on time

## Undertakings by the voluntary sector

### Funding

- Keep *accounts*
"""


def test_headings_and_clauses_get_anchors_and_prose_does_not():
    lines = add_anchors(PLAIN).split("\n")
    assert [line for line in lines if "{#" in line] == [
        "## Introduction {#introduction}",
        "## Our challenges {#challenges}",
        "  everywhere {#known-everywhere}",
        "- To be kept {#kept}",
        "## Shared principles {#principles}",
        "- Honesty {#honesty}",
        "### A subsection {#subsection}",
        "## Undertakings by the statutory sector {#statutory}",
        "### Funding {#funding}",
        "- Pay on time {#pay-time}",
        "- Pay on time {#pay-time-2}",
        "## Undertakings by the voluntary sector {#voluntary}",
        "### Funding {#voluntary-funding}",
        "- Keep *accounts* {#keep-accounts}",
    ]
    assert "- To be known" in lines


def test_front_matter_is_proposed_with_lines_to_fill_in():
    assert add_front_matter(PLAIN).startswith("---\ncompact: Anytown Local Compact\nplace: Anytown\nedition:\n---\n# Anytown")
    assert add_front_matter("## Words").startswith("---\ncompact: Words\nplace:\nedition:\n---\n")


def test_what_is_proposed_is_read_but_for_what_a_person_must_say():
    whole = add_anchors(add_front_matter(PLAIN.replace("- before any theme\n\n", "")))
    _, faults = read_compact(whole.encode())
    assert [fault.wrong for fault in faults] == ["The key edition has no value"]
    compact, faults = read_compact(whole.replace("edition:", "edition: First").encode())
    assert faults == []
    assert compact.place == "Anytown"


def test_a_text_that_has_its_anchors_stays_as_it_is():
    assert add_anchors(add_front_matter(TEXT)) == TEXT


@pytest.mark.parametrize("line", ["## Bad {#Bad}", "## Odd {odd}", "- {#alone}", "- here {#x} not there"])
def test_what_is_there_and_wrong_is_left_for_a_person(line):
    text = f"# T\n\n## Principles {{#principles}}\n\n{line}\n"
    assert line in add_anchors(text).split("\n")


@given(st.one_of(st.text(), st.lists(st.sampled_from([*PLAIN.split("\n"), "---", "> x", "  - y", "1. z"])).map("\n".join)))
def test_nothing_raises_and_a_second_time_changes_nothing(text):
    once = add_anchors(add_front_matter(text))
    assert add_anchors(once) == once == normalise(once)
