"""The words of a figure, which figures say most, and financial years."""

from datetime import date

import pytest

from compact_portal.lib.dates import financial_year
from compact_portal.lib.verdicts import Figure
from undertakings.rules import Standing, coverage, days_of, is_year, kept_of_decided, most_telling, standing


@pytest.mark.parametrize(
    ("figure", "say", "known"),
    [
        (Figure(), "No records yet", ""),
        (Figure(not_due=2), "Nothing is due yet", ""),
        (Figure(unknown=2, not_due=1), "Not known yet", "Known for 0 of the 2 that are due."),
        (Figure(8, 1, 2, 5, 3), "Kept in 8 of 11", "Known for 11 of the 14 that are due."),
        (Figure(explained=1), "Kept in 0 of 1", "Known for 1 of the 1 that are due."),
    ],
)
def test_a_figure_in_words(figure, say, known):
    assert (kept_of_decided(figure), coverage(figure)) == (say, known)


FIGURES = {
    "half": Figure(kept=5, not_kept=5),
    "least": Figure(kept=1, not_kept=9),
    "best": Figure(kept=7),
    "best-but-small": Figure(kept=2),
    "largest": Figure(kept=60, not_kept=40),
    "unknown": Figure(unknown=500),
}


def test_the_least_kept_the_most_kept_and_the_largest_say_most():
    assert most_telling(FIGURES) == ["least", "best", "largest"]
    assert most_telling({key: FIGURES[key] for key in ("half", "unknown")}) == ["half"]
    assert most_telling({}) == []


@pytest.mark.parametrize(("year", "is_one"), [("2026-27", True), ("2099-00", True), ("2026-28", False), ("x", False)])
def test_a_financial_year_is_written_so(year, is_one):
    assert is_year(year) is is_one


@pytest.mark.parametrize("day", [date(2026, 3, 31), date(2026, 4, 1), date(2027, 3, 31)])
def test_the_days_of_a_year_are_those_that_count_in_it(day):
    first, after = days_of(financial_year(day))
    assert first <= day < after


@pytest.mark.parametrize(
    ("figures", "is_waiting", "stands"),
    [
        ([Figure(kept=2, unknown=5, not_due=1)], False, Standing.ALWAYS),
        ([Figure(kept=2), Figure(unknown=1)], True, Standing.ALWAYS),
        ([Figure(kept=2), Figure(kept=3, not_kept=1)], False, Standing.NOT_ALWAYS),
        ([Figure(kept=2, explained=1)], False, Standing.NOT_ALWAYS),
        ([Figure(unknown=1), None], False, Standing.OPEN),
        ([Figure()], True, Standing.OPEN),
        ([None], True, Standing.COUNTED),
        ([], True, Standing.WAITING),
        ([], False, Standing.UNSEEN),
    ],
)
def test_how_an_undertaking_stands_by_all_its_figures(figures, is_waiting, stands):
    assert standing(figures, is_waiting=is_waiting) is stands
