"""The register: found, filtered, sorted, paged both ways, at the same cost however long it is."""

from datetime import date, timedelta

import pytest
from django.test import Client

from funding.models import Agreement
from funding.queries.register import _filtered
from funding.rules.register import MOST_COUNTED, PAGE, Wanted
from tests.funding.agreeing import add, agency, group, recorded, thresholds
from tests.undertakings.pages import queries_of, read, said

pytestmark = pytest.mark.django_db
ADDRESS = "/funding/"


@pytest.fixture(autouse=True)
def _numbers(db):
    thresholds()


def many(count: int) -> list[Agreement]:
    """So many public agreements past the actions: only their rows. Two of each day."""
    whole = {
        "funder": agency(), "recipient": group(), "purpose": "x", "kind": "project", "payment": "advance", "state": "recorded",
        "start_on": date(2026, 4, 1), "end_on": date(2027, 3, 31),
    }  # fmt: skip
    return Agreement.objects.bulk_create(
        Agreement(
            reference=f"T-{number:06d}", title=f"Grant {number:04d}", award_pence=(number * 7919) % 1000,
            awarded_on=date(2020, 1, 1) + timedelta(days=number // 2), **whole,
        )
        for number in range(count)
    )  # fmt: skip


def titles(page) -> list[str]:
    return [said(cell.a) for cell in page.select("tbody th")]


def walk(client: Client, address: str, rel: str) -> list[str]:
    """The titles of every page from an address on, the pages in the order in which they are met."""
    found: list[str] = []
    while address:
        page = read(client, address)
        found += titles(page) if rel == "next" else titles(page)[::-1]
        link = page.select_one(f'.pager a[rel="{rel}"]')
        address = link["href"] if link else ""
    return found


@pytest.mark.parametrize(("sort", "key"), [("newest", lambda one: (one.awarded_on, one.pk)), ("oldest", None), ("largest", None)])
def test_every_agreement_is_met_once_on_the_way_there_and_back(client, sort, key):
    rows = many(PAGE * 2 + 9)
    orders = {
        "newest": sorted(rows, key=lambda one: (one.awarded_on, one.pk), reverse=True),
        "oldest": sorted(rows, key=lambda one: (one.awarded_on, one.pk)),
        "largest": sorted(rows, key=lambda one: (one.award_pence, one.pk), reverse=True),
    }
    wanted = [one.title for one in orders[sort]]
    assert walk(client, f"{ADDRESS}?sort={sort}", "next") == wanted
    last = f"{ADDRESS}?sort={sort}&after={orders[sort][-2].pk}"
    assert walk(client, last, "prev") == wanted[::-1][: len(wanted)]


def test_only_what_is_recorded_and_no_mistake_is_listed(client):
    shown, hidden = recorded(title="Shown"), recorded(title="Hidden")
    Agreement.objects.filter(pk=hidden.pk).update(state="draft")
    assert titles(read(client, ADDRESS)) == ["Shown"]
    assert shown.is_public


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("funder=sample-council", {"Core", "Short"}),
        ("funder=sample-county", {"Small"}),
        ("recipient=sample-group", {"Core", "Small"}),
        ("kind=small", {"Small"}),
        ("size=under-10k", {"Short"}),
        ("term=multi", {"Core"}),
        ("term=short", {"Short", "Small"}),
        ("notice=yes", {"Core"}),
        ("notice=no", {"Short", "Small"}),
        ("cost=unknown", {"Core", "Short", "Small"}),
        ("cost=kept", set()),
        ("year=2025-26", {"Core", "Short"}),
        ("year=2026-27", {"Small"}),
        ("q=short", {"Short"}),
        ("q=small+county", {"Small"}),
        ("kind=nonsense&year=1066-67&after=x&sort=%00", {"Core", "Short", "Small"}),
    ],
)
def test_a_filter_shows_those_that_fit(client, query, wanted):
    core = recorded(title="Core")
    add(core, "notices", kind="end", written_on=date(2026, 11, 1), effective_on=date(2027, 11, 1), reason="x")
    small_group = group("Allotment", income_band="under-10k")
    recorded(title="Short", recipient=small_group, end_on=date(2027, 3, 31))
    late = {"awarded_on": date(2026, 5, 1), "kind": "small", "end_on": date(2027, 3, 31)}
    recorded(agency("Sample County"), title="Small", **late)
    assert set(titles(read(client, f"{ADDRESS}?{query}"))) == wanted


def test_words_of_a_withheld_purpose_find_nothing(client):
    recorded(title="Refuge", purpose="hiddenstreet", purpose_withheld=True, withheld_reason="Somebody could be found")
    assert titles(read(client, f"{ADDRESS}?q=hiddenstreet")) == []
    assert "hiddenstreet" not in client.get("/search/?q=refuge").content.decode()


@pytest.mark.parametrize("count", [1, 30, 120])
def test_its_cost_does_not_grow(client, count):
    many(count)
    assert queries_of(client, ADDRESS) <= 6


def test_a_title_is_words_and_never_markup(client):
    recorded(title="<script>alert(1)</script>", purpose="<img src=x onerror=alert(1)>")
    for address in (ADDRESS, f"/funding/agreements/{Agreement.objects.get().reference}/"):
        assert b"<script>alert" not in client.get(address).content
        assert b"<img" not in client.get(address).content


def test_the_register_is_found_by_the_search_of_everything(client):
    recorded(title="Wheelchair library")
    assert "Wheelchair library" in said(read(client, "/search/?q=wheelchair").main)


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"year": "2025-26"},
        {"kind": "core"},
        {"funder": "sample-council"},
        {"funder": "sample-council", "term": "multi", "notice": "no"},
        {"term": "short"},
        {"notice": "yes", "size": "under-10k"},
        {"shared": "terms", "cost": "unknown"},
    ],
)
def test_what_is_counted_is_counted_in_an_index_alone(asked):
    rows = _filtered(Wanted(**asked)).order_by()[: MOST_COUNTED + 1]
    plan = rows.values("pk").explain()
    assert "COVERING INDEX agreements_by" in plan or "COVERING INDEX shared" in plan, plan
