"""The sample year and the switch between its people: complete, repeatable, and never in production."""

import importlib
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db.models import Model
from django.test import Client

from compact_portal.lib.dates import london_day
from compact_portal.mail.models import Message
from compact_portal.site import urls
from compact_portal.site.models import ProblemReport
from compact_portal.site.sample import PARTNERS, PEOPLE, load_sample
from signatories.models import Coordination, Identifier, Membership, Partner, Person
from signatories.permissions import may
from signatories.rules.roles import SAMPLE_ADDRESS
from tests.house.content import once
from tests.undertakings.pages import read, said
from undertakings.models import Threshold

AT = datetime(2026, 11, 2, 12, tzinfo=UTC)
SWITCH = "/account/sample/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def sample(db: None) -> None:
    once("sample year without a text", lambda: load_sample(at=AT, on=london_day(AT)))


def rows() -> dict[str, Any]:
    tables: tuple[type[Model], ...] = (Person, Partner, Identifier, Membership, Coordination, Threshold, ProblemReport, Message)
    return {table.__name__: list(table._default_manager.order_by("pk").values()) for table in tables}


def person(name: str) -> Person:
    return Person.objects.get(email=name + SAMPLE_ADDRESS)


def test_loading_again_changes_nothing(sample: None) -> None:
    before = rows()
    load_sample(at=datetime(2027, 3, 1, tzinfo=UTC), on=london_day(AT))
    assert rows() == before


def test_what_somebody_changed_in_it_stays(sample: None) -> None:
    Person.objects.filter(pk=person("county-officer").pk).update(name="Renamed")
    load_sample(at=AT, on=london_day(AT))
    assert person("county-officer").name == "Renamed"


def test_everybody_of_the_access_tests_is_there(sample: None) -> None:
    on = london_day(AT)
    a, b, x, y = (Partner.objects.get(name=PARTNERS[letter][0]) for letter in "abxy")
    assert may(person("advice-signatory"), "partner.sign", a, on=on)
    assert not may(person("advice-signatory"), "partner.sign", b, on=on)
    assert not may(person("advice-contributor"), "partner.sign", a, on=on)
    assert may(person("wheels-signatory"), "partner.sign", b, on=on)
    assert may(person("borough-officer-1"), "funding.log", x, on=on)
    assert may(person("borough-officer-2"), "funding.log", x, on=on)
    assert not may(person("borough-officer-2"), "funding.log", y, on=on)
    assert may(person("county-officer"), "funding.log", y, on=on)
    assert may(person("coordinator"), "partners.check", x, on=on)
    assert not may(person("coordinator-concerned"), "partners.check", x, on=on)


def test_everything_in_it_says_that_it_is_a_sample(sample: None) -> None:
    assert all(name.startswith("Sample ") for name in Partner.objects.values_list("name", flat=True))
    assert all(each.name.startswith("Sample ") for each in Person.objects.all())
    assert all(report.words.startswith("Sample report") for report in ProblemReport.objects.all())


def test_no_mail_goes_to_it(sample: None) -> None:
    assert not Message.objects.exists()
    assert all(email.endswith(".invalid") for email in Person.objects.values_list("email", flat=True))


def test_the_thresholds_of_the_sample_year_say_where_they_come_from(sample: None) -> None:
    assert Threshold.objects.count() == 4
    assert all(threshold.source for threshold in Threshold.objects.all())


def test_one_report_is_open_and_one_is_answered(sample: None) -> None:
    assert sorted(report.closed_at is None for report in ProblemReport.objects.all()) == [False, True]


def test_the_command_says_what_it_did_in_one_line() -> None:
    out = StringIO()
    call_command("load_sample", stdout=out)
    made = "5 partners, 10 people, 2 reports, 0 agreements, 13 consultations made"
    assert out.getvalue() == f"Sample year: {made}; 4 thresholds added or changed.\n"


def test_the_command_refuses_in_production_whatever_the_setting_says(settings: Any) -> None:
    settings.PRODUCTION, settings.PORTAL_SAMPLE = True, True
    with pytest.raises(CommandError, match="This is production"):
        call_command("load_sample")
    assert not Person.objects.exists()


def test_the_switch_shows_everybody_and_nobody(client: Client, sample: None) -> None:
    buttons = [said(button) for button in read(client, SWITCH).select("button[name=person]")]
    assert len(buttons) == len(PEOPLE) + 1
    assert "Be this person: Sample coordinator" in buttons


def test_who_presses_is_that_person_and_then_another_and_then_nobody(client: Client, sample: None) -> None:
    for name in ("coordinator", "county-officer"):
        before = client.session.session_key
        response = client.post(SWITCH, {"person": person(name).pk})
        assert response.headers["Location"] == "/workspace/"
        assert client.session.session_key != before
        assert person(name).name in said(read(client, "/workspace/").select_one(".person"))
    assert client.post(SWITCH, {"person": "nobody"}).headers["Location"] == "/"
    assert client.get("/workspace/").status_code == 302


@pytest.mark.parametrize("key", ["", "0", "-1", "nonsense", "9" * 40, "\x00", "１"])
def test_a_number_that_is_nobodys_is_404(client: Client, sample: None, key: str) -> None:
    assert client.post(SWITCH, {"person": key}).status_code == 404


def test_a_real_person_cannot_be_chosen(client: Client, sample: None) -> None:
    real = Person.objects.create_user("real@test.invalid", name="Real")
    assert client.post(SWITCH, {"person": real.pk}).status_code == 404
    assert "Real" not in said(read(client, SWITCH))


def test_it_needs_its_token(sample: None) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(SWITCH, {"person": person("coordinator").pk}).status_code == 403


def test_without_sample_people_it_is_not_there(client: Client) -> None:
    Person.objects.create_user("real@test.invalid", name="Real")
    assert client.get(SWITCH).status_code == 404


@pytest.mark.parametrize(("production", "is_sample"), [(True, True), (False, False), (True, False)])
def test_in_production_or_without_the_setting_it_is_not_there(
    client: Client, sample: None, settings: Any, production: bool, is_sample: bool
) -> None:
    settings.PRODUCTION, settings.PORTAL_SAMPLE = production, is_sample
    assert client.get(SWITCH).status_code == 404
    assert client.post(SWITCH, {"person": person("coordinator").pk}).status_code == 404


def test_in_production_the_address_is_not_even_mapped(settings: Any) -> None:
    mapped = urls.urlpatterns
    settings.PRODUCTION = True
    try:
        names = {pattern.name for pattern in importlib.reload(urls).urlpatterns}
    finally:
        urls.urlpatterns = mapped  # the very list that the portal's resolver holds
    assert not names & {"sample_switch", "styleguide"}
    assert "home" in names


def test_a_system_check_refuses_sample_records_in_production(settings: Any) -> None:
    settings.PRODUCTION, settings.PORTAL_SAMPLE = True, True
    assert "portal.E001" in {problem.id for problem in run_checks()}
    settings.PORTAL_SAMPLE = False
    assert "portal.E001" not in {problem.id for problem in run_checks()}


@pytest.mark.parametrize("is_sample", [True, False])
def test_each_page_carries_the_banner_of_the_sample_year_or_not(client: Client, settings: Any, is_sample: bool) -> None:
    settings.PORTAL_SAMPLE = is_sample
    for address in ("/", "/search/", "/account/sign-in/", "/report-a-problem/", "/nothing/"):
        assert (b"Sample records:" in client.get(address).content) is is_sample, address
