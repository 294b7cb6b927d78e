"""Where a partner stands: what the index holds and what is said of a day are one rule, told twice."""

from datetime import date, timedelta
from itertools import combinations

import pytest

from signatories.models.partners import FILTERS, Partner
from signatories.rules.directory import MOST_COUNTED, capped, sector_of, stands, stands_for
from signatories.rules.proof import Fate, fate_of
from signatories.rules.signing import Standing, standing_on

FIRST, SECOND, THIRD = date(2024, 1, 15), date(2025, 6, 1), date(2026, 3, 31)
LAPSE = 6
LAPSES = date(2026, 9, 30)
DAYS = [FIRST, SECOND - timedelta(days=1), SECOND, THIRD - timedelta(days=1), THIRD, LAPSES - timedelta(days=1), LAPSES,
        LAPSES + timedelta(days=1)]  # fmt: skip
ROWS = [
    {"edition": None, "signed": False, "withdrawn": False},
    {"edition": None, "signed": False, "withdrawn": True},
    {"edition": None, "signed": True, "withdrawn": False},
    *({"edition": number, "signed": True, "withdrawn": False} for number in (1, 2, 3)),
]


@pytest.mark.parametrize("on", DAYS)
@pytest.mark.parametrize("row", ROWS, ids=str)
@pytest.mark.parametrize("some", [True, False], ids=["editions", "no edition"])
def test_a_filter_by_status_finds_exactly_the_partners_that_have_it(on: date, row, some: bool) -> None:
    known = [(number, day) for number, day in ((3, THIRD), (2, SECOND), (1, FIRST)) if day <= on] if some else []
    if row["edition"] and row["edition"] not in dict(known):
        return  # nobody signs an edition that is not published yet
    said = standing_on(
        on=on,
        signed_on=FIRST if row["signed"] else None,
        signed_in_force=bool(known) and row["edition"] == known[0][0],
        withdrawn_on=FIRST if row["withdrawn"] else None,
        in_force_since=known[0][1] if known else None,
        lapse_months=LAPSE,
    ).standing
    found = [
        standing for standing in Standing
        if stands(**row) in stands_for(standing, on=on, editions=known, lapse_months=LAPSE)
    ]  # fmt: skip
    assert found == [said]


@pytest.mark.parametrize(("count", "words"), [(0, "0"), (1, "1"), (MOST_COUNTED, "1,000"), (MOST_COUNTED + 1, "more than 1,000")])
def test_a_count_is_said_up_to_a_thousand(count: int, words: str) -> None:
    assert capped(count) == words


def test_each_kind_belongs_to_a_sector() -> None:
    kinds = {kind: sector_of(kind) for kind in Partner.Kind.values}
    assert {kind for kind, sector in kinds.items() if sector == "statutory"} == {
        "council",
        "parish",
        "police",
        "nhs",
        "other-public",
    }
    assert set(kinds.values()) == set(Partner.Sector.values)


def test_each_way_to_filter_has_its_index() -> None:
    shapes = {tuple(index.fields) for index in Partner._meta.indexes if index.condition}
    for size in range(len(FILTERS) + 1):
        for chosen in combinations(FILTERS, size):
            kept = tuple(name for name in chosen if name != "sector" or "kind" not in chosen)
            assert (*kept, "name_key", "id") in shapes


BASE = {"withdrawn_on": None, "invalidated_on": None, "superseded_by": "", "of_edition_in_force": True, "partner_stands": "Has"}


@pytest.mark.parametrize(
    ("more", "fate"),
    [
        ({}, Fate.STANDS),
        ({"of_edition_in_force": False}, Fate.EARLIER),
        ({"of_edition_in_force": False, "superseded_by": "Second"}, Fate.SUPERSEDED),
        ({"withdrawn_on": FIRST, "superseded_by": "Second"}, Fate.WITHDRAWN),
        ({"withdrawn_on": FIRST, "invalidated_on": SECOND, "superseded_by": "Second"}, Fate.INVALIDATED),
    ],
)
def test_what_became_of_a_signature_is_said_by_the_gravest_thing_first(more, fate: Fate) -> None:
    found = fate_of(**{**BASE, **more})
    assert found.fate is fate
    assert found.sentence.endswith(".")
