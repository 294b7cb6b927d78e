"""A partner's page: what is public about it, where an old address leads, and what other apps add."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import engines
from django.test import Client

from compact_portal.audit.actions import remember_slug
from signatories import panels
from signatories.models import Partner
from tests.signatories.proving import edition, ended, partner, signed
from tests.undertakings.pages import DAY, heading_levels, queries_of, read, said, set_day

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    set_day(monkeypatch, DAY + timedelta(days=60))


def facts(soup) -> dict[str, str]:
    return {said(row.dt): said(row.dd) for row in soup.select("dl.list > div")}


def test_it_shows_what_the_partner_says_of_itself() -> None:
    client = Client()
    partner(
        "Sample Wheels", kind="charity", income_band="10k-100k", website="https://wheels.example.org/", champion="Sample champion",
        public_contact="Sample telephone", pledge="We answer.\n\nWe publish.", identifiers=["GB-CHC-1234567"],
    )  # fmt: skip
    soup = read(client, "/signatories/sample-wheels/")
    assert facts(soup) == {
        "Where it stands": "Has not signed",
        "Sector": "Voluntary and community sector",
        "Income": "£10,000 to £100,000 a year",
        "Compact champion": "Sample champion",
        "Website": "https://wheels.example.org/",
        "Contact": "Sample telephone",
        "Registered as": "GB-CHC-1234567",
    }
    assert [said(line) for line in soup.select(".prose p")] == ["We answer.", "We publish."]
    assert heading_levels(soup.main) == [1, 2, 2]
    assert "It has not signed yet" in said(soup.main)


def test_it_lists_what_was_signed_with_its_proof_and_what_became_of_it(client: Client) -> None:
    edition()
    held = partner("Sample Wheels")
    signed(held)
    edition("Second", DAY + timedelta(days=10))
    signed(held, DAY + timedelta(days=10))
    rows = [[said(cell) for cell in row.select("th, td")] for row in read(client, "/signatories/sample-wheels/").select("tbody tr")]
    assert rows == [
        ["Second", "Thursday 12 November 2026", "Stands", "SMA-2026-0002"],
        ["First", "Monday 2 November 2026", "Superseded", "SMA-2026-0001"],
    ]


def test_a_pending_signature_is_not_shown(client: Client) -> None:
    edition()
    held = partner("Sample Wheels")
    done = signed(held)
    type(done).objects.filter(pk=done.pk).update(confirmed_at=None)
    soup = read(client, "/signatories/sample-wheels/")
    assert done.reference not in said(soup.main)
    assert "Sample chair" not in said(soup.main)


@pytest.mark.parametrize("website", ["javascript:alert(1)", "ftp://x.invalid/", "https://x invalid/"])
def test_an_address_that_is_none_is_no_link(client: Client, website: str) -> None:
    partner("Sample Wheels", website=website)
    assert "Website" not in facts(read(client, "/signatories/sample-wheels/"))


def test_an_old_address_leads_to_the_new_one(client: Client) -> None:
    held = partner("Sample Wheels")
    remember_slug(held, "sample-wheels", "sample-transport")
    Partner.objects.filter(pk=held.pk).update(slug="sample-transport")
    response = client.get("/signatories/sample-wheels/")
    assert (response.status_code, response["Location"]) == (301, "/signatories/sample-transport/")


def test_a_merged_partner_leads_to_the_one_it_went_into_at_the_end(client: Client) -> None:
    last = partner("Sample last")
    middle = partner("Sample middle", merged_into=last, merged_on=DAY)
    partner("Sample first", merged_into=middle, merged_on=DAY)
    response = client.get("/signatories/sample-first/")
    assert (response.status_code, response["Location"]) == (301, "/signatories/sample-last/")
    assert facts(read(client, "/signatories/sample-last/"))["Includes"] == "Sample middle, merged into it"


def test_partners_merged_in_a_circle_are_not_found_and_nothing_hangs(client: Client) -> None:
    one = partner("Sample one")
    two = partner("Sample two", merged_into=one, merged_on=DAY)
    Partner.objects.filter(pk=one.pk).update(merged_into=two, merged_on=DAY)
    assert client.get("/signatories/sample-one/").status_code == 404


@pytest.mark.parametrize(
    "values",
    [{"proposed_at": AT}, {"refused_at": AT, "refused_reason": "No."},
     {"proposed_at": AT, "refused_at": AT, "refused_reason": "No."}],
)  # fmt: skip
def test_who_is_not_listed_is_not_found(client: Client, values) -> None:
    Partner.objects.create(name="Secret group", slug="secret-group", sector="voluntary", kind="group", **values)
    answer = client.get("/signatories/secret-group/")
    assert answer.status_code == 404
    assert "Secret group" not in answer.content.decode()


def test_listed_says_of_a_row_what_it_says_of_all() -> None:
    into = partner("Sample into")
    ways = {
        "plain": {}, "proposed": {"proposed_at": AT}, "checked": {"proposed_at": AT, "checked_at": AT},
        "refused": {"refused_at": AT, "refused_reason": "No."}, "merged": {"merged_into": into, "merged_on": DAY},
        "checked-refused": {"proposed_at": AT, "checked_at": AT, "refused_at": AT, "refused_reason": "No."},
    }  # fmt: skip
    for slug, values in ways.items():
        Partner.objects.create(name=slug, slug=slug, sector="voluntary", kind="group", **values)
    listed = {row.slug for row in Partner.objects.listed()}
    assert {row.slug for row in Partner.objects.all() if row.is_listed} == listed == {"sample-into", "plain", "checked"}


def test_a_partner_that_dissolved_says_so_and_stays(client: Client) -> None:
    partner("Sample Wheels", dissolved_on=DAY)
    assert "Dissolved on Monday 2 November 2026" in said(read(client, "/signatories/sample-wheels/").main)


def test_nothing_that_a_partner_says_becomes_markup(client: Client) -> None:
    hostile = '<script>alert("1")</script><u>'
    partner("Sample Wheels", champion=hostile, public_contact=hostile, pledge=hostile, website='https://x.invalid/"onclick=x')
    soup = read(client, "/signatories/sample-wheels/")
    assert soup.main.find("u") is None
    assert soup.find(onclick=True) is None
    assert [script for script in soup.find_all("script") if not script.get("src")] == []


@pytest.fixture
def panel(monkeypatch: pytest.MonkeyPatch, tmp_path):
    """A panel as an app above would register it, with a template of its own."""
    monkeypatch.setattr(panels, "_panels", {})
    engine = engines["django"].engine
    monkeypatch.setattr(engine, "dirs", [tmp_path, *engine.dirs])
    for loader in engine.template_loaders:
        loader.reset()
    (tmp_path / "agreements.html").write_text("<p class='meta'>{{ panel.count }} with {{ panel.name }}</p>")

    def load(about: Partner, on: date):
        return None if about.slug == "sample-none" else {"count": on.year, "name": about.name}

    yield panels.Panel("agreements", "Agreements", "agreements.html", load)
    for loader in engine.template_loaders:
        loader.reset()


def test_an_app_above_adds_its_panel_to_the_page(client: Client, panel) -> None:
    panels.register(panel)
    partner("Sample <Wheels>")
    partner("Sample none")
    soup = read(client, "/signatories/sample-wheels/")
    assert said(soup.find(attrs={"aria-labelledby": "panel-agreements"})) == "Agreements 2027 with Sample <Wheels>"
    assert "Agreements" not in said(read(client, "/signatories/sample-none/").main)


def test_two_panels_of_one_key_are_a_mistake(panel) -> None:
    panels.register(panel)
    with pytest.raises(ValueError, match="registered twice"):
        panels.register(panel)


def test_panels_stand_in_their_order(panel) -> None:
    for key, place in (("b", 20), ("a", 20), ("first", 10)):
        panels.register(panels.Panel(key, key, "x.html", lambda about, on: {}, place))
    assert [shown.panel.key for shown in panels.panels_of(Partner(), on=DAY)] == ["first", "a", "b"]


def test_its_cost_does_not_grow_with_what_was_signed(client: Client) -> None:
    edition("Edition 0")
    held = partner("Sample Wheels")
    signed(held)
    one = queries_of(client, "/signatories/sample-wheels/")
    for number in range(1, 8):
        on = DAY + timedelta(days=number)
        edition(f"Edition {number}", on)
        done = signed(held, on)
        if number % 2:
            ended(done, on)
    # Of these, two are the panel of agreements, two that of decisions and appraisals, and three that of evidence.
    assert (one, queries_of(client, "/signatories/sample-wheels/")) == (13, 13)
