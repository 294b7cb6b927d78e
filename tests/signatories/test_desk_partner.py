"""A partner at the desk: found, whatever the public sees of it; corrected, with its old address kept; dissolved."""

from copy import copy
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from compact_portal.audit.actions import StaleVersion
from compact_portal.search.queries import find
from signatories.actions.desk import refuse_signature, save_partner
from signatories.models import Partner
from tests.signatories.proving import edition, partner, signed
from tests.signatories.waiting import CHOIR, now, to_check, today, wrong
from tests.undertakings.drafting import hidden_version
from tests.undertakings.pages import queries_of, read, said

pytestmark = pytest.mark.django_db
LIST = reverse("signatories:desk_partner_list")


@pytest.fixture(autouse=True)
def _edition(settings):
    settings.PORTAL_MAIL = "queue"
    edition(on=today() - timedelta(days=60))


def page_of(row: Partner, name: str = "desk_partner_detail") -> str:
    return reverse(f"signatories:{name}", args=[row.slug])


def typed(row: Partner, **more):
    names = ("name", "sector", "kind", "income_band", "website", "public_contact", "champion", "pledge")
    numbers = "\n".join(row.identifiers.values_list("value", flat=True))
    return {name: getattr(row, name) for name in names} | {"identifiers": numbers, "note": "", "version": row.version} | more


def found(client, words: str) -> list[str]:
    return [said(a) for a in read(client, f"{LIST}?q={words}").select("[aria-labelledby=found] a")]


def test_every_partner_is_found_also_those_that_the_public_does_not_see(coordinator):
    known, proposed = partner("Sample Choir of old"), to_check(CHOIR).partner
    known.identifiers.create(value="GB-COH-01234567")
    assert found(coordinator, "sample choir") == ["Sample Choir", "Sample Choir of old"]
    assert found(coordinator, "CHÖIR") == ["Sample Choir", "Sample Choir of old"]
    assert found(coordinator, "gb-coh-01234567") == [known.name]
    assert found(coordinator, proposed.signatures.get().reference) == [proposed.name]
    assert found(coordinator, "nobody") == []
    assert "Nothing found" in said(read(coordinator, f"{LIST}?q=nobody").main)


def test_its_page_shows_each_signature_with_what_can_be_done(coordinator):
    own = partner()
    done = signed(own, today())
    refused = to_check(CHOIR)
    refuse_signature(signature=refused, version=refused.version, reason="Not real.", by=None, at=now())
    links = [a["href"] for a in read(coordinator, page_of(own)).select("[aria-labelledby=signatures] a")]
    assert reverse("signatories:signature_withdraw", args=[done.reference]) in links
    assert reverse("signatories:signature_invalidate", args=[done.reference]) in links
    page = read(coordinator, page_of(refused.partner))
    assert "Not real." in said(page.main)
    assert "Refused" in said(page.select_one("[aria-labelledby=signatures]"))
    assert not page.select("[aria-labelledby=signatures] a")


def test_a_new_name_gives_a_new_address_and_the_old_one_leads_on(coordinator, client):
    own = partner("Sample Allotments")
    signed(own, today())
    response = coordinator.post(page_of(own, "desk_partner_update"), typed(own, name="Sample Gardens", note="They wrote."))
    assert response["Location"] == reverse("signatories:desk_partner_detail", args=["sample-gardens"])
    own.refresh_from_db()
    assert (own.name_key, own.slug) == ("sample gardens", "sample-gardens")
    moved = client.get("/signatories/sample-allotments/")
    assert (moved.status_code, moved["Location"]) == (301, "/signatories/sample-gardens/")
    assert [result.title for result in find("gardens", kinds=["partner"]).results] == ["Sample Gardens"]
    assert own.history.first().history_change_reason == "Corrected the partner: They wrote."
    assert wrong() == []


def test_the_history_on_its_page_says_who_changed_what(coordinator):
    own = partner()
    coordinator.post(page_of(own, "desk_partner_update"), typed(own, champion="Sample Champion"))
    words = said(read(coordinator, page_of(own)).select_one("[aria-labelledby=history]"))
    assert "Test coordinator" in words
    assert "Sample Champion" in words


def test_numbers_are_checked_and_belong_to_one_partner(coordinator):
    own, other = partner(), partner("Sample Choir")
    other.identifiers.create(value="GB-CHC-7654321")
    address = page_of(own, "desk_partner_update")
    response = coordinator.post(address, typed(own, identifiers="gb-chc-7654321"))
    assert response.status_code == 422
    assert "GB-CHC-7654321 belongs to Sample Choir" in response.content.decode()
    assert "does not look right" in coordinator.post(address, typed(own, identifiers="GB-CHC-1")).content.decode()
    assert "Start with a list that is known" in coordinator.post(address, typed(own, identifiers="123")).content.decode()
    coordinator.post(address, typed(own, identifiers=" gb-chc-1234567 \n\nGB-CHC-1234567\nGB-COH-01234567"))
    assert list(own.identifiers.values_list("value", flat=True)) == ["GB-CHC-1234567", "GB-COH-01234567"]
    own.refresh_from_db()
    coordinator.post(address, typed(own, identifiers="GB-COH-01234567"))
    assert list(own.identifiers.values_list("value", flat=True)) == ["GB-COH-01234567"]


def test_kind_and_sector_agree_and_officers_hold_the_sector(coordinator, personas):
    own = partner()
    response = coordinator.post(page_of(own, "desk_partner_update"), typed(own, kind="council"))
    assert "Choose a kind of the same sector" in response.content.decode()
    agency = personas.partners["y"]
    values = {"sector": "voluntary", "kind": "charity"}
    with pytest.raises(ValidationError, match="It has officers"):
        save_partner(partner=agency, version=agency.version, values=values, by=None, why="A test")


def test_who_saves_over_somebody_else_is_told_what_changed_and_loses_nothing(coordinator):
    own = partner()
    form = typed(own, champion="Mine")
    save_partner(partner=own, version=own.version, values={"champion": "Theirs"}, by=None, why="A test")
    response = coordinator.post(page_of(own, "desk_partner_update"), form)
    assert response.status_code == 422
    page = response.content.decode()
    assert "Theirs" in page
    assert 'value="Mine"' in page
    form["version"] = hidden_version(response)
    assert coordinator.post(page_of(own, "desk_partner_update"), form).status_code == 302
    own.refresh_from_db()
    assert own.champion == "Mine"


@pytest.mark.parametrize("website", ["javascript:alert(1)", "data:text/html,x", "//elsewhere.example", "not an address"])
def test_only_addresses_of_the_web_are_taken(coordinator, website):
    own = partner()
    response = coordinator.post(page_of(own, "desk_partner_update"), typed(own, website=website))
    own.refresh_from_db()
    assert own.website in ("", "https://elsewhere.example", "https:////elsewhere.example")
    assert response.status_code in (302, 422)


def test_a_partner_dissolves_on_a_day_and_that_can_be_taken_back(coordinator, client):
    own = partner()
    signed(own, today() - timedelta(days=20))
    address, gone = page_of(own, "desk_partner_dissolve"), today() - timedelta(days=2)
    own.refresh_from_db()
    day = {"dissolved_on_day": gone.day, "dissolved_on_month": gone.month, "dissolved_on_year": gone.year}
    assert coordinator.post(address, {"version": own.version, **day}).status_code == 302
    own.refresh_from_db()
    assert own.dissolved_on == gone
    assert "dissolved" in client.get(f"/signatories/{own.slug}/").content.decode().lower()
    assert coordinator.post(address, {"version": own.version}).status_code == 302
    own.refresh_from_db()
    assert own.dissolved_on is None
    assert own.stands.startswith("edition-")
    assert wrong() == []


def test_no_partner_dissolves_on_a_day_to_come(coordinator):
    own, day = partner(), today() + timedelta(days=1)
    parts = {"dissolved_on_day": day.day, "dissolved_on_month": day.month, "dissolved_on_year": day.year}
    response = coordinator.post(page_of(own, "desk_partner_dissolve"), {"version": own.version, **parts})
    assert response.status_code == 422
    assert "Choose a day on or before" in response.content.decode()


@pytest.mark.parametrize("name", ["detail", "update", "dissolve", "merge"])
def test_the_own_organisation_is_another_coordinators_and_unknown_ones_are_not_there(personas, name):
    client = personas.client("coordinator_of_x")
    own, other = (page_of(personas.partners[letter], f"desk_partner_{name}") for letter in "xa")
    assert client.get(own).status_code == 403
    assert "another coordinator" in client.get(own).content.decode()
    assert client.get(other).status_code == 200
    assert client.get(reverse(f"signatories:desk_partner_{name}", args=["nowhere"])).status_code == 404


def test_a_version_of_before_is_refused():
    own = partner()
    before = copy(own)
    save_partner(partner=own, version=1, values={"champion": "x"}, by=None, why="A test")
    with pytest.raises(StaleVersion):
        save_partner(partner=before, version=1, values={"champion": "y"}, by=None, why="A test")


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_costs_the_same_queries_however_many_are_found(coordinator, count):
    for number in range(count):
        partner(f"Sample Group {number}")
    assert queries_of(coordinator, f"{LIST}?q=sample") <= 14
