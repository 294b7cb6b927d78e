import hashlib
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compact_portal.lib.compact_text import (
    MOST_LINES,
    anchors_written,
    digest_of,
    normalise,
    read_compact,
    understand,
)
from tests.lib.compacts import DATA, TEXT, line_of, with_line


def read(data=DATA):
    compact, faults = read_compact(data)
    assert faults == []
    return compact


def faults_of(data):
    compact, faults = read_compact(data)
    assert compact is None
    assert faults == sorted(faults, key=lambda fault: fault.line)
    return faults


def section(anchor, data=DATA):
    return next(each for each in read(data).sections if each.anchor == anchor)


def test_the_front_matter_says_which_compact_it_is():
    compact = read()
    assert (compact.compact, compact.place, compact.edition) == ("Anytown Compact", "Anytown", "First edition")
    assert (compact.standing, compact.first_agreed, compact.title) == ("adopted", 2004, "Anytown Compact")


def test_sections_stand_in_order_with_their_kind():
    assert [(each.anchor, each.level, each.kind, each.sector, each.parent, each.number) for each in read().sections] == [
        ("introduction", 2, "prose", "", "", ""),
        ("history", 3, "prose", "", "introduction", ""),
        ("challenges", 2, "challenge", "", "", ""),
        ("principles", 2, "principle", "", "", ""),
        ("statutory", 2, "undertaking", "statutory", "", ""),
        ("independence", 3, "undertaking", "statutory", "statutory", "S1"),
        ("improved", 3, "undertaking", "statutory", "statutory", "S2"),
        ("voluntary", 2, "undertaking", "voluntary", "", ""),
        ("good-practice", 3, "undertaking", "voluntary", "voluntary", "V1"),
    ]


def test_clauses_have_numbers_words_and_lines():
    items = [item for each in read().sections for item in each.items]
    assert [(item.number, item.anchor) for item in items] == [
        ("C1", "publicise"),
        ("P1", "independence-counts"),
        ("P2", "honesty"),
        ("S1.1", "right-to-campaign"),
        ("S1.2", "own-affairs"),
        ("S2.1", "review"),
        ("S2.2", "parish"),
        ("V1.1", "accounts"),
    ]
    assert items[0].words == "To make the compact known"
    assert [item.line for item in items[:2]] == [line_of(DATA, "- To make"), line_of(DATA, "- Independence counts")]


def test_an_item_is_bound_as_its_theme_unless_it_says_otherwise():
    assert section("improved").bound_by == "Anytown Council"
    assert [item.bound_by for item in section("improved").items] == ["Anytown Council", "Anytown Parish Council"]
    assert {item.bound_by for item in section("independence").items} == {""}


def test_prose_keeps_its_lists_and_leaves_clauses_out():
    assert section("introduction").prose.endswith("\n\n- a list in prose\n- is prose")
    assert section("independence").prose == "The lead-in.\n\nWhat follows the list."
    assert section("statutory").prose == "What public bodies promise."
    assert section("challenges").prose == ""


def test_the_text_is_what_is_exported_and_its_digest_is_that_of_its_bytes():
    compact = read(DATA.replace(b"\n", b"\r\n") + b"\r\n\r\n")
    assert compact.text == TEXT
    assert compact.digest == hashlib.sha256(compact.text.encode()).hexdigest() == digest_of(TEXT)
    assert read(compact.text.encode()) == compact


def test_a_compact_needs_no_challenges_principles_or_second_sector():
    kept = TEXT.split("## Challenges")[0] + "## Undertakings" + TEXT.split("## Undertakings")[2]
    assert [each.kind for each in read(kept.encode()).sections] == ["prose", "prose", "undertaking", "undertaking"]


def test_a_heading_is_plain_words_whatever_marks_it_has():
    assert section("history", with_line("## Introduction", "### *How* &amp; why \\* {#h}")).title == "How it came about"
    assert section("h", with_line("In meetings", "\n### *How* &amp; why \\* {#h}")).title == "How & why *"


def test_the_standing_may_be_a_restatement():
    assert read(with_line("first_agreed", "standing: restatement # not to be signed")).standing == "restatement"


HTML = "Take it out; write plain Markdown"


@pytest.mark.parametrize(
    ("after", "new", "marked", "words"),
    [
        ("In meetings", "\n<script>alert(1)</script>", "<script>", "HTML stands in the text"),
        ("In meetings", "with <b>tags</b>", "<b>", "HTML stands in the text: “<b>”"),
        ("In meetings", "\n<!-- hidden -->", "<!--", "HTML"),
        ("In meetings", "![a picture](https://example.org/a.png)", "![a", "A picture"),
        ("In meetings", "some `code`", "`code`", "marked as code"),
        ("In meetings", "\n```\ncode\n```", "```", "A block of code"),
        ("In meetings", "\n    code", "    code", "four blanks"),
        ("In meetings", "\n> quoted", "> quoted", "block quote"),
        ("In meetings", "\n| a | b |\n|---|---|\n| 1 | 2 |", "| a |", "A table"),
        ("In meetings", "\n***", "***", "line of dashes"),
        ("In meetings", "Underlined\n---", "In meetings", "makes a heading of it"),
        ("In meetings", "~~gone~~", "~~gone", "struck out"),
        ("In meetings", "[x](javascript:alert(1))", "[x]", "leads nowhere"),
        ("In meetings", "[x](/inside)", "[x]", "leads nowhere"),
        ("In meetings", "[x](//example.org)", "[x]", "leads nowhere"),
        ("In meetings", "[x](https://[bad)", "[x]", "not a web address"),
        ("In meetings", "[x](data:text/html,hi)", "[x]", "leads nowhere"),
        ("In meetings", "\n[ref]: https://example.org", "[ref]", "apart from its link"),
        ("In meetings", "turned &#8238; round", "&#8238;", "hidden character U+202E"),
        ("In meetings", "an {#anchor} here", "an {#anchor}", "does not stand at the end"),
        ("In meetings", "a" * 20_001, "In meetings", "longer than 20,000 characters"),
        ("In meetings", "\n#### Deep {#deep}", "####", "too deep (####)"),
        ("In meetings", "\n## No anchor", "## No", "has no anchor. Add one at its end, for example {#anchor}"),
        ("In meetings", "\n## Principles of ours", "## Principles", "has no anchor"),
        ("In meetings", "\n## Bad {#Bad}", "## Bad", "“#Bad” is not an anchor"),
        ("In meetings", "\n## Bad {bad}", "## Bad", "cannot be read. Write {#anchor}"),
        ("In meetings", "\n## Bad{#bad}", "## Bad", "No blank stands before {#bad}"),
        ("In meetings", "\n## Twice {#introduction}", "## Twice", "stands twice; the first is on line 9"),
        ("In meetings", "\n## Bound {#bound bound_by='X'}", "## Bound", "straight quotation marks"),
        ("In meetings", '\n## Bound {#bound bound_by="X"}', "## Bound", "no theme of undertakings"),
        ("In meetings", '\n## Bound {#bound by="X"}', "## Bound", "“by” is unknown"),
        ("In meetings", "\n### Special {#statutory2}\n\n- x {#x}", "- x", "A list in a wrong place"),
        ("In meetings", "\n# Another title", "# Another", "A second title"),
        ("In meetings", "\n## {#empty}", "## {#empty}", "A heading has no words"),
        ("In meetings", f"\n## {'a' * 201} {{#long}}", "## aaa", "longer than 200 characters"),
        ("# Anytown", "Words", "Words", "after the title, before the first section"),
        ("What public bodies", "\n- promise {#promise}", "- promise", "before any theme"),
        ("The lead-in", "\n- no anchor", "- no anchor", "has no anchor"),
        ("The lead-in", "\n- not {#here} at the end", "- not", "does not stand at the end"),
        ("The lead-in", "\n- twice {#accounts}", "Groups keep", "stands twice"),
        ("The lead-in", "\n- special {#voluntary2}\n- {#none}", "- {#none}", "has no words"),
        ("The lead-in", "\n- outer {#outer}\n  - inner {#inner}", "- inner", "inside a list item"),
        ("The lead-in", "\n- outer {#outer}\n\n  second", "  second", "more than one paragraph"),
        ("The lead-in", "\n- outer {#outer}\n\n  > second", "  > second", "block quote"),
        ("The lead-in", "\n1. one {#one}", "1. one", "The list is numbered"),
        ("The lead-in", "\n* one {#one}", "* one", "written with *"),
        ("The lead-in", "\n- broken\\\n  line {#one}", "- broken", "ends in a backslash"),
        ("The lead-in", "\n- one {#principles2 bound_by=\"\"}", "- one", "bound_by is empty"),
    ],
)  # fmt: skip
def test_each_thing_that_may_not_stand_there_is_one_fault_on_its_line(after, new, marked, words):
    data = with_line(after, new)
    (fault,) = faults_of(data)
    assert words in str(fault)
    assert fault.line == line_of(data, marked)


@pytest.mark.parametrize("special", ["challenges", "principles", "statutory", "voluntary"])
def test_a_special_anchor_belongs_to_a_section(special):
    data = TEXT.replace("{#accounts}", f"{{#{special}}}").encode()
    assert f"The anchor {special} belongs to a ## heading" in " ".join(map(str, faults_of(data)))


def test_a_theme_before_any_section_skips_a_level():
    data = TEXT.replace("## Introduction {#introduction}", "### Introduction {#introduction}").encode()
    assert "stands under no section" in str(faults_of(data)[0])


def test_a_compact_without_undertakings_is_none():
    (fault,) = faults_of((TEXT.split("## Undertakings")[0]).encode())
    assert "The compact has no undertaking" in str(fault)


def test_a_document_without_a_title_says_so():
    (fault,) = faults_of(TEXT.replace("# Anytown Compact\n", "", 1).encode())
    assert "The document has no title" in str(fault)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("---\ncompact", "compact", 1, "does not begin with its front matter"),
        ("first_agreed: 2004\n---\n", "first_agreed: 2004\n", 1, "has no end"),
        ("place: Anytown\n", "", 5, "has no place"),
        ("place: Anytown", "place:", 3, "place has no value"),
        ("place: Anytown", "place: Anytown\nplace: B", 4, "stands twice; the first is on line 3"),
        ("place: Anytown", "place: Anytown\ntown: B", 4, "unknown key “town”"),
        ("place: Anytown", "place: Anytown\nwords", 4, "“words” is not a line of front matter"),
        ("2004", "long ago", 5, "“long ago” is not a year"),
        ("2004", "٢٠٠٤", 5, "is not a year"),
        ("first_agreed: 2004", "standing: signed", 5, "“signed” is unknown. Write adopted or restatement"),
        ("place: Anytown", f"place: {'a' * 201}", 3, "longer than 200"),
    ],
)
def test_faults_of_the_front_matter_have_their_line(old, new, line, words):
    faults = faults_of(TEXT.replace(old, new, 1).encode())
    assert (faults[0].line, words in str(faults[0])) == (line, True)


def test_every_fault_of_a_file_is_told():
    data = with_line("The lead-in", "\n- one\n- two <b>\n1. three {#three}\n\n## Four\n\n> five").decode()
    told = [fault.line for fault in faults_of(data.encode())]
    start = line_of(data.encode(), "- one")
    assert {start, start + 1, start + 2, start + 4, start + 6} <= set(told)


def test_a_byte_order_mark_does_not_hide_the_other_faults():
    faults = faults_of(b"\xef\xbb\xbf" + with_line("In meetings", "<b>x</b>"))
    assert ["byte-order" in str(faults[0]), "HTML" in str(faults[1])] == [True, True]


@pytest.mark.parametrize("data", [b"", b"\x00", b"\xff", b"a" * 50_000_000, b"---", b"---\n---", b"#", b"- {#a}", b"\n" * 30_000])
def test_what_is_no_compact_at_all_is_refused_with_its_line(data):
    assert all(fault.line >= 1 for fault in faults_of(data))


def test_a_file_of_fifty_megabytes_is_one_fault():
    (fault,) = faults_of(b"a\n" * 25_000_000)
    assert "larger than 1 MiB" in str(fault)


def test_what_could_be_read_is_there_for_the_person_who_mends_it():
    found = understand(with_line("In meetings", "<b>x</b>"))
    assert found.compact is None
    assert [each.anchor for each in found.sections] == [each.anchor for each in read().sections]


def test_anchors_are_found_even_where_the_text_has_faults():
    assert anchors_written('{#a} x {#b bound_by="c"} {#Bad} {#d') == {"a", "b"}


MARKS = (
    "{#", "}", "{#x}", 'bound_by="', "- ", "  - ", "1. ", "# ", "### ", "---\n", "\n", "\n\n", "\r", "\t", "> ", "|", "<b>",
    "<!--", "`", "[", "](", "[a]: b\n", "*", "~~", "\\", "&#0;", "&#xD800;", "\x00", "\u0301",
)  # fmt: skip
MUTATIONS = st.lists(
    st.tuples(st.integers(0, len(TEXT)), st.integers(0, 12), st.one_of(st.sampled_from(MARKS), st.text(max_size=4))),
    max_size=6,
)


@given(MUTATIONS)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_damaged_compact_is_read_or_told_and_never_raises(changes):
    text = TEXT
    for at, length, new in changes:
        text = text[:at] + new + text[at + length :]
    compact, faults = read_compact(text.encode("utf-8", "surrogatepass"))
    assert (compact is None) == bool(faults)
    assert all(1 <= fault.line <= text.count("\n") + text.count("\r") + 2 for fault in faults)
    if compact:
        assert compact.text == normalise(text)
        assert read_compact(compact.text.encode()) == (compact, [])
        anchors = [each.anchor for each in compact.sections] + [item.anchor for each in compact.sections for item in each.items]
        assert len(anchors) == len(set(anchors))
        assert all(item.words and "\n" not in item.words for each in compact.sections for item in each.items)


@given(st.one_of(st.binary(), st.text().map(str.encode)))
@settings(deadline=None)
def test_no_bytes_raise(data):
    compact, faults = read_compact(data)
    assert compact is None
    assert faults


@pytest.mark.parametrize(
    "piece",
    [
        "*a ",
        "[",
        "![",
        "`",
        "<",
        "**a* ",
        "[a](",
        "[a](b ",
        "> ",
        "- ",
        "- a\n",
        "# a\n",
        "[x]: a\n",
        "|-|-|\n",
        "\\",
        "*_",
    ],
)
def test_a_megabyte_of_any_mark_is_answered_in_seconds(piece):
    data = DATA + (piece * (1_000_000 // len(piece))).encode()
    start = time.process_time()
    assert faults_of(data)
    assert time.process_time() - start < 10


def test_a_text_of_very_many_lines_is_one_fault():
    (fault,) = faults_of(DATA + b"- a\n" * MOST_LINES)
    assert "more than 20,000 lines" in str(fault)
