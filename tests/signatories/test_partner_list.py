"""The directory: found, filtered, paged both ways, at the same cost however long it is."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from compact_portal.pages import parts, store
from signatories.models import Partner
from signatories.queries import directory
from signatories.rules.directory import PAGE
from tests.signatories.proving import edition, ended, partner, signed
from tests.undertakings.pages import DAY, heading_levels, queries_of, read, said, set_day
from undertakings.models import Edition

pytestmark = pytest.mark.django_db
ADDRESS = "/signatories/"
AT = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


def names(soup) -> list[str]:
    return [said(cell) for cell in soup.select("tbody th")]


def shown(client: Client, query: str = "") -> list[str]:
    return names(read(client, ADDRESS + query))


def many(count: int, **more) -> list[Partner]:
    """Partners 0000, 0001 …, past the actions: only their rows."""
    values = {"sector": "voluntary", "kind": "group"} | more
    made = [
        Partner(name=f"Partner {number:04d}", slug=f"partner-{number:04d}", name_key=f"partner {number:04d}", **values)
        for number in range(count)
    ]
    return Partner.objects.bulk_create(made)


@pytest.fixture
def ladder(monkeypatch: pytest.MonkeyPatch) -> dict[str, Partner]:
    """A partner on each rung, on a day after a second edition."""
    set_day(monkeypatch, DAY + timedelta(days=60))
    edition()
    rows = {name: partner(f"Sample {name}") for name in ("signed", "reaffirm", "withdrawn", "none")}
    rows["agency"] = partner("Sample agency", "statutory", "council", income_band="over-1m")
    signed(rows["reaffirm"])
    ended(signed(rows["withdrawn"]), DAY + timedelta(days=3))
    edition("Second", DAY + timedelta(days=30))
    for name in ("signed", "agency"):
        signed(rows[name], DAY + timedelta(days=30))
    return rows


def test_it_lists_partners_by_name_and_says_in_words_where_each_stands(client: Client, ladder) -> None:
    soup = read(client, ADDRESS)
    lines = {said(row.th): said(row.select("td")[1]) for row in soup.select("tbody tr")}
    assert lines == {
        "Sample agency": "Signed on Wednesday 2 December 2026",
        "Sample none": "Has not signed",
        "Sample reaffirm": "Signed an earlier edition on Monday 2 November 2026; to reaffirm by Tuesday 1 June 2027",
        "Sample signed": "Signed on Wednesday 2 December 2026",
        "Sample withdrawn": "Withdrew on Thursday 5 November 2026",
    }
    assert said(soup.select_one("[role=status]")) == "5 organisations."
    assert heading_levels(soup.main)[:2] == [1, 2]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?status=signed", ["agency", "signed"]),
        ("?status=to-reaffirm", ["reaffirm"]),
        ("?status=lapsed", []),
        ("?status=withdrawn", ["withdrawn"]),
        ("?status=not-signed", ["none"]),
        ("?sector=statutory", ["agency"]),
        ("?kind=group", ["none", "reaffirm", "signed", "withdrawn"]),
        ("?income=over-1m", ["agency"]),
        ("?sector=statutory&kind=council&income=over-1m&status=signed", ["agency"]),
        ("?sector=voluntary&kind=council", []),
        ("?sector=voluntary&status=signed", ["signed"]),
        ("?kind=council&income=under-10k", []),
        ("?q=sample&status=withdrawn", ["withdrawn"]),
        ("?q=sample&sector=voluntary&kind=council", []),
    ],
)
def test_a_filter_shows_those_that_fit(client: Client, ladder, query: str, expected: list[str]) -> None:
    assert shown(client, query) == [f"Sample {name}" for name in expected]


def test_signatures_of_an_earlier_edition_lapse_on_their_day_and_not_before(client: Client, ladder, monkeypatch, settings) -> None:
    settings.PORTAL_LAPSE_MONTHS = 2
    lapses = DAY.replace(year=2027, month=2, day=2)
    set_day(monkeypatch, lapses - timedelta(days=1))
    assert (shown(client, "?status=to-reaffirm"), shown(client, "?status=lapsed")) == (["Sample reaffirm"], [])
    set_day(monkeypatch, lapses)
    assert (shown(client, "?status=to-reaffirm"), shown(client, "?status=lapsed")) == ([], ["Sample reaffirm"])
    assert "lapsed on Tuesday 2 February 2027" in said(read(client, ADDRESS).main)


def test_a_status_whose_partners_signed_several_editions_is_still_in_the_order_of_names(client: Client, monkeypatch) -> None:
    set_day(monkeypatch, DAY + timedelta(days=20))
    for number, label in enumerate(["First", "Second", "Third"]):
        edition(label, DAY + timedelta(days=number))
        for name in ("B", "A", "C"):
            signed(partner(f"{name} {label}"), DAY + timedelta(days=number))
    assert shown(client, "?status=to-reaffirm") == ["A First", "A Second", "B First", "B Second", "C First", "C Second"]


def test_who_is_not_listed_is_not_there(client: Client) -> None:
    into = partner("Sample one")
    for name, values in {
        "proposed": {"proposed_at": AT},
        "refused": {"refused_at": AT, "refused_reason": "Not a body."},
        "merged": {"merged_into": into, "merged_on": DAY},
    }.items():
        Partner.objects.create(name=f"Sample {name}", slug=name, sector="voluntary", kind="group", **values)
    Partner.objects.create(name="Sample checked", slug="c", sector="voluntary", kind="group", proposed_at=AT, checked_at=AT)
    assert shown(client) == ["Sample checked", "Sample one"]


def test_a_partner_that_dissolved_says_so(client: Client) -> None:
    partner("Sample one", dissolved_on=DAY)
    assert "Dissolved on Monday 2 November 2026" in said(read(client, ADDRESS).main)


def test_pages_lead_on_and_back_over_every_partner_once(client: Client) -> None:
    many(PAGE * 2 + 7)
    Partner.objects.filter(slug__in=["partner-0049", "partner-0050", "partner-0051"]).update(name_key="partner 0049")
    pages, address = [], ADDRESS
    while address:
        soup = read(client, address)
        pages.append((address, names(soup)))
        step = soup.select_one("a[rel=next]")
        address = step["href"] if step else ""
    forward = [name for _, page in pages for name in page]
    assert [len(page) for _, page in pages] == [PAGE, PAGE, 7]
    assert forward == [f"Partner {number:04d}" for number in range(PAGE * 2 + 7)]
    back = []
    address = pages[-1][0]
    while address:
        soup = read(client, address)
        back = names(soup) + back
        step = soup.select_one("a[rel=prev]")
        address = step["href"] if step else ""
    assert back == forward


def test_filters_stay_from_page_to_page(client: Client) -> None:
    many(PAGE + 5, sector="statutory", kind="council")
    many_more = [Partner(name="Other", slug="other", name_key="aaa", sector="voluntary", kind="group")]
    Partner.objects.bulk_create(many_more)
    first = read(client, f"{ADDRESS}?sector=statutory&kind=council")
    after = first.select_one("a[rel=next]")["href"]
    assert "sector=statutory" in after
    assert "kind=council" in after
    rest = read(client, after)
    assert len(names(rest)) == 5
    assert rest.select_one("select[name=kind] option[selected]")["value"] == "council"
    assert all("sector=statutory" in link["href"] for link in rest.select(".az a"))


def test_letters_lead_into_the_list_and_back_before_it(client: Client) -> None:
    for name in ("Alpha", "beta", "Émile", "fox", "4Youth"):
        partner(name)
    assert shown(client) == ["4Youth", "Alpha", "beta", "Émile", "fox"]
    soup = read(client, f"{ADDRESS}?letter=e")
    assert names(soup) == ["Émile", "fox"]
    assert names(read(client, soup.select_one("a[rel=prev]")["href"])) == ["4Youth", "Alpha", "beta"]
    assert "ends before this place" in said(read(client, f"{ADDRESS}?letter=z").main)


@pytest.mark.parametrize("words", ["alotments", "ALLOTMENTS", "allotm", "sample allotment", "állotments"])
def test_a_name_is_found_by_its_words_their_beginnings_and_with_typing_errors(client: Client, words: str) -> None:
    partner("Sample Allotments")
    partner("Sample Wheels")
    soup = read(client, f"{ADDRESS}?q={words}")
    assert names(soup)[0] == "Sample Allotments"
    assert soup.find("input", attrs={"name": "q"})["value"] == words
    assert soup.find("meta", attrs={"name": "robots"})["content"] == "noindex"


def test_a_partner_that_is_renamed_or_refused_is_found_so_or_not_at_all(client: Client) -> None:
    from signatories.actions.standing import refresh_standing

    held = partner("Sample Allotments")
    held.name = "Sample Gardens"
    held.save()
    refresh_standing(held)
    assert (shown(client, "?q=gardens"), shown(client, "?q=allotments")) == (["Sample Gardens"], [])
    held.refused_at, held.refused_reason = AT, "Not a body."
    held.save()
    refresh_standing(held)
    assert shown(client, "?q=gardens") == []


def test_a_search_with_many_finds_is_paged_and_says_where_it_stops(client: Client) -> None:
    for number in range(PAGE + 3):
        partner(f"Sample choir {number:02d}")
    first = read(client, f"{ADDRESS}?q=choir")
    assert said(first.select_one("[role=status]")).startswith(f"{PAGE + 3} organisations for “choir”")
    second = read(client, first.select_one("a[rel=next]")["href"])
    assert (len(names(first)), len(names(second))) == (PAGE, 3)
    assert set(names(first)) | set(names(second)) == {f"Sample choir {number:02d}" for number in range(PAGE + 3)}
    assert names(read(client, second.select_one("a[rel=prev]")["href"])) == names(first)


def test_counts_stop_at_a_thousand(client: Client) -> None:
    many(1_001)
    assert said(read(client, ADDRESS).select_one("[role=status]")) == "More than 1,000 organisations."
    Partner.objects.filter(slug="partner-0000").delete()
    store.clear()
    parts.clear()
    assert said(read(client, ADDRESS).select_one("[role=status]")) == "1,000 organisations."


@pytest.mark.parametrize(
    "query",
    [
        "?after=1&before=2", "?after=999999999999999999", "?after=-1", "?after=x", "?before=0", "?before=%00",
        "?letter=%F0%9F%98%80",
        "?letter=ab", "?status=nonsense", "?sector='&kind=\"", "?q=%00", "?q='\"%25_\\", "?q=%F0%9F%98%80", "?q=" + "a" * 5000,
        "?q=%ED%A0%80", "?q=<script>alert(1)</script>", "?after=99999999999999999999999", "?after=%D9%A3",
    ],
)  # fmt: skip
def test_any_address_gets_a_page(client: Client, query: str) -> None:
    partner()
    response = client.get(ADDRESS + query)
    assert response.status_code == 200
    assert b"<script>alert" not in response.content


def test_what_partners_call_themselves_is_words_and_never_markup(client: Client) -> None:
    edition()
    partner("<script>alert(1)</script><b>x</b>")
    soup = read(client, ADDRESS)
    assert names(soup) == ["<script>alert(1)</script><b>x</b>"]
    assert soup.main.find("b") is None


def test_what_people_ask_for_is_not_kept_in_the_store(client: Client) -> None:
    client.get(ADDRESS, {"letter": "a"})
    assert len(store._pages) == 0
    client.get(ADDRESS)
    assert len(store._pages) == 1


def test_the_columns_of_the_open_data_are_explained(client: Client) -> None:
    from signatories.queries.open_data import SIGNATORY_COLUMNS

    terms = [said(term) for term in read(client, ADDRESS).select("details dt")]
    assert terms == list(SIGNATORY_COLUMNS)


PAGES = ["", "?sector=voluntary", "?status=signed", "?status=to-reaffirm", "?letter=b", "?q=sample", "?kind=group&income=under-10k"]


@pytest.mark.parametrize(("query", "cost"), list(zip(PAGES, [5, 5, 5, 7, 6, 8, 5], strict=True)))
def test_its_cost_does_not_grow_with_the_partners(client: Client, ladder, query: str, cost: int) -> None:
    signed(partner("Sample first", income_band="under-10k"), DAY + timedelta(days=30))
    one = queries_of(client, ADDRESS + query)
    for number in range(30):
        signed(partner(f"Sample more {number:02d}", income_band="under-10k"), DAY + timedelta(days=30))
    assert (one, queries_of(client, ADDRESS + query)) == (cost, cost)


def test_a_partner_that_goes_while_the_list_is_read_is_left_out(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("Sample one", "Sample two"):
        partner(name)
    whole = directory.lines_on
    monkeypatch.setattr(directory, "lines_on", lambda keys: whole(keys[1:]))
    assert names(read(client, ADDRESS)) == ["Sample two"]


def test_a_restored_or_bulk_loaded_directory_is_indexed_anew() -> None:
    from compact_portal.search.queries import find
    from signatories.actions.indexing import index_partners

    many(3)
    assert not find("0002", kinds=["partner"]).results
    assert index_partners() == 3
    assert [result.title for result in find("0002", kinds=["partner"]).results] == ["Partner 0002"]
    assert Edition.objects.count() == 0
