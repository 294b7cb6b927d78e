"""However the directory is filtered, a page is read off the front of one index: nothing is sorted, no table is walked."""

import re
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from signatories.models import Partner
from signatories.models.partners import SHAPES
from signatories.queries import directory

pytestmark = pytest.mark.django_db
VALUES = {"sector": "voluntary", "kind": "charity", "income_band": "10k-100k", "stands": "edition-1"}
PLACES: dict[str, dict[str, Any]] = {
    "first": {},
    "after": {"key": "3 ", "pk": 7},
    "before": {"key": "3 ", "pk": 7, "backwards": True},
}


def fill() -> None:
    """Enough of them, of every mixture, that a planner has a choice."""
    mixtures = product(("voluntary", "statutory"), ("charity", "group"), ("10k-100k", ""), ("edition-1", "none"), range(60))
    Partner.objects.bulk_create(
        Partner(name=f"{n} {s}", slug=f"{s}-{k}-{i}-{e}-{n}", name_key=f"{n} {s}", sector=s, kind=k, income_band=i, stands=e)
        for s, k, i, e, n in mixtures
    )


def explained(rows: QuerySet) -> str:
    """How the database means to find them. PostgreSQL is told that whole tables and sorts are dear: with so few rows it
    would else be right to read them all."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for way in ("seqscan", "bitmapscan", "sort", "incremental_sort"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
    return str(rows.explain())


@pytest.mark.parametrize("statistics", [True, False], ids=["analysed", "never analysed"])
def test_a_page_is_the_front_of_one_index(statistics: bool) -> None:
    fill()
    if statistics:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    for shape, place in product(SHAPES, PLACES.values()):
        assert_front(shape, **place)


def assert_front(shape: tuple[str, ...], *, backwards: bool = False, **seek: Any) -> None:
    rows = Partner.objects.listed().filter(**{name: VALUES[name] for name in shape})
    order = ["-name_key", "-id"] if backwards else ["name_key", "id"]
    asked = directory._from(rows, backwards=backwards, **seek).order_by(*order).values_list(*directory.PLACE)[:51]
    plan = explained(asked)
    used = re.findall(r"\b(?:listed|partners|signatories_partner_)\w*", plan)
    wanted = "_".join(("listed", *(part.split("_")[0] for part in shape)))
    # PostgreSQL knows how many rows each holds, and may take a shorter one where most of its rows fit anyhow.
    assert used == [wanted] or (connection.vendor == "postgresql" and all(name.startswith("listed") for name in used)), plan
    for slow in ("TEMP B-TREE", "Sort", "Seq Scan"):
        assert slow not in plan, plan
    assert len(asked) > 0
