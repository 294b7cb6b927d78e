import time

from hypothesis import given
from hypothesis import strategies as st

from compact_portal.lib.compact_text import read_compact
from compact_portal.lib.comparison import compare
from tests.lib.compacts import TEXT


def read(text):
    compact, faults = read_compact(text.encode())
    assert faults == []
    return compact


def compared(*replacements):
    text = TEXT
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    return compare(read(TEXT), read(text))


def change(comparison, anchor):
    (found,) = [each for each in comparison.changes() if each.anchor == anchor]
    return found


def section_of(comparison, anchor):
    (found,) = [each.anchor for each in comparison.sections if anchor in [item.anchor for item in each.changes]]
    return found


def counts(comparison):
    return comparison.added, comparison.removed, comparison.reworded, comparison.moved


def test_an_edition_is_the_same_as_itself():
    comparison = compared()
    assert comparison.same
    assert counts(comparison) == (0, 0, 0, 0)
    assert all(section.unchanged for section in comparison.sections)
    assert [section.anchor for section in comparison.sections] == [section.anchor for section in read(TEXT).sections]


def test_a_clause_that_is_new_is_added():
    comparison = compared(("{#accounts}\n", "{#accounts}\n- They share them {#share}\n"))
    assert counts(comparison) == (1, 0, 0, 0)
    added = change(comparison, "share")
    assert (added.number_before, added.number_after, added.added, added.reworded) == ("", "V1.2", True, False)
    assert section_of(comparison, "share") == "good-practice"


def test_a_clause_that_went_is_told_where_it_stood():
    comparison = compared(("- Groups may campaign {#right-to-campaign}\n", ""))
    removed = change(comparison, "right-to-campaign")
    assert (removed.removed, removed.number_before, removed.number_after) == (True, "S1.1", "")
    assert [span.kind for span in removed.words] == ["gone"]
    section = next(each for each in comparison.sections if each.anchor == "independence")
    assert [each.anchor for each in section.changes] == ["independence", "right-to-campaign", "own-affairs"]
    assert change(comparison, "own-affairs").renumbered


def test_changed_words_are_marked():
    comparison = compared(("Groups keep accounts", "Groups publish accounts"))
    assert counts(comparison) == (0, 0, 1, 0)
    assert [tuple(span) for span in change(comparison, "accounts").words] == [
        ("same", "Groups "),
        ("gone", "keep"),
        ("new", "publish"),
        ("same", " accounts"),
    ]


def test_a_clause_that_moves_and_is_reworded_is_both():
    comparison = compared(
        ("- Groups run their own affairs {#own-affairs}\n", ""),
        ("{#accounts}\n", "{#accounts}\n- Groups run all their own affairs {#own-affairs}\n"),
    )
    moved = change(comparison, "own-affairs")
    assert (moved.moved, moved.reworded, moved.added, moved.removed) == (True, True, False, False)
    assert (moved.section_before, moved.section_after) == ("independence", "good-practice")
    assert (moved.number_before, moved.number_after) == ("S1.2", "V1.2")
    assert section_of(comparison, "own-affairs") == "good-practice"


def test_who_is_bound_is_part_of_the_words():
    comparison = compared(('bound_by="Anytown Parish Council"', 'bound_by="Every parish"'))
    assert change(comparison, "parish").reworded
    assert counts(comparison) == (0, 0, 1, 0)


def test_prose_and_headings_are_compared():
    comparison = compared(("In meetings.", "In many meetings."), ("## Introduction", "## Welcome"))
    assert counts(comparison) == (0, 0, 2, 0)
    assert [span.kind for span in change(comparison, "introduction").title] == ["gone", "new"]
    assert change(comparison, "history").reworded


def test_a_section_that_went_stands_where_it_stood_with_its_clauses():
    start, end = TEXT.index("## Challenges"), TEXT.index("## Shared")
    comparison = compare(read(TEXT), read(TEXT[:start] + TEXT[end:]))
    assert [section.anchor for section in comparison.sections] == [section.anchor for section in read(TEXT).sections]
    gone = comparison.sections[2]
    assert (gone.anchor, gone.removed, [each.removed for each in gone.changes]) == ("challenges", True, [True, True])
    assert counts(comparison) == (0, 2, 0, 0)


def test_a_section_that_changes_place_has_moved_and_the_others_have_not():
    start, end = TEXT.index("## Shared"), TEXT.index("## Undertakings")
    turned = TEXT[:start].replace("## Introduction", TEXT[start:end] + "## Introduction") + TEXT[end:]
    comparison = compare(read(TEXT), read(turned))
    assert [each.anchor for each in comparison.changes() if each.moved] == ["principles"]


def test_a_theme_that_is_put_before_another_changes_its_number_and_moves_nothing():
    comparison = compared(("### Independence", "### First {#first}\n\n- New {#new}\n\n### Independence"))
    theme = next(each for each in comparison.changes() if each.anchor == "independence")
    assert (theme.moved, theme.renumbered, theme.number_before, theme.number_after) == (False, True, "S1", "S2")
    assert comparison.moved == 0
    assert [(each.number_before, each.number_after) for each in comparison.renumbered][:2] == [("S1", "S2"), ("S1.1", "S2.1")]


def _theme(*anchors):
    items = "\n".join(f"- Words of {anchor} {{#{anchor}}}" for anchor in anchors)
    return read(f"---\ncompact: A\nplace: B\nedition: C\n---\n# T\n## S {{#statutory}}\n### X {{#x}}\n{items}\n")


def test_what_stands_after_an_item_that_went_has_another_number_and_has_not_moved():
    comparison = compare(_theme("a", "b", "c", "d"), _theme("a", "c", "d"))
    assert counts(comparison) == (0, 1, 0, 0)
    assert [(each.anchor, each.number_before, each.number_after) for each in comparison.renumbered] == [
        ("c", "S1.3", "S1.2"),
        ("d", "S1.4", "S1.3"),
    ]
    assert not comparison.same


def test_of_items_in_another_order_as_few_as_explain_it_have_moved():
    comparison = compare(_theme("a", "b", "c", "d"), _theme("d", "a", "b", "c"))
    assert [each.anchor for each in comparison.changes() if each.moved] == ["d"]
    assert [each.anchor for each in comparison.renumbered] == ["a", "b", "c"]


TEXTS = st.lists(
    st.tuples(st.sampled_from(["a", "b", "c", "d", "e", "f"]), st.sampled_from(["one word", "two words", "two more words"])),
    unique_by=lambda pair: pair[0],
    min_size=1,
)


@given(TEXTS, TEXTS, st.booleans())
def test_every_clause_of_both_editions_is_told_once(old, new, second_theme):
    def text(items, theme=""):
        lines = "\n".join(f"- {words} {{#{anchor}}}" for anchor, words in items)
        return read(f"---\ncompact: A\nplace: B\nedition: C\n---\n# T\n## S {{#statutory}}\n### X {{#x}}\n{theme}{lines}\n")

    comparison = compare(text(old), text(new, "- other {#other}\n\n### Y {#y}\n" if second_theme else ""))
    clauses = [each for each in comparison.changes() if each.what == "clause"]
    assert sorted(each.anchor for each in clauses) == sorted(
        {anchor for anchor, _ in old + new} | ({"other"} if second_theme else set())
    )
    before, after = dict(old), dict(new)
    for each in clauses:
        if each.anchor != "other":
            assert each.removed == (each.anchor not in after)
            assert each.added == (each.anchor not in before)
            assert each.reworded == (each.anchor in before and after.get(each.anchor, before[each.anchor]) != before[each.anchor])


def test_two_editions_of_thousands_of_clauses_are_compared_in_seconds():
    def text(order):
        themes = [
            f"### T{t} {{#t{t}}}\n" + "\n".join(f"- Words {n} of {t} {{#c{t}-{n}}}" for n in order(range(60)))
            for t in order(range(90))
        ]
        return read("---\ncompact: A\nplace: B\nedition: C\n---\n# T\n## S {#statutory}\n" + "\n".join(themes) + "\n")

    before, after = text(list), text(lambda numbers: list(reversed(numbers)))
    start = time.process_time()
    comparison = compare(before, after)
    assert time.process_time() - start < 5
    assert comparison.moved > 5_000
