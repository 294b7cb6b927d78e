"""The administration pages: for a coordinator who has shown a second factor, mostly to look, under our content policy."""

import importlib
import time
from typing import Any

import pytest
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.test import Client

from compact_portal.site.admin import admin_site
from signatories.models import Coordination, Membership, Person
from tests.house.personas import EVERYBODY, Personas
from tests.undertakings.pages import read, said

pytestmark = pytest.mark.django_db


def with_second_factor(client: Client, person: Person) -> Client:
    """As the page for the app's code leaves the session."""
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": time.time(), "type": "totp"}]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(person.pk)
    session.save()
    return client


@pytest.fixture
def admin(personas: Personas) -> Client:
    return with_second_factor(personas.client("coordinator"), personas.people["coordinator"])


def pages() -> list[str]:
    return ["/admin/", *(f"/admin/{model._meta.app_label}/{model._meta.model_name}/" for model in admin_site._registry)]


@pytest.mark.parametrize("address", pages())
def test_every_table_opens(admin: Client, personas: Personas, address: str) -> None:
    response = admin.get(address)
    assert response.status_code == 200
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", [name for name in EVERYBODY if name not in ("anonymous", "coordinator")])
def test_others_are_told_why_not_even_with_a_second_factor(personas: Personas, name: str) -> None:
    client = with_second_factor(personas.client(name), personas.people[name])
    for address in ("/admin/", "/admin/signatories/person/", "/admin/signatories/person/add/"):
        response = client.get(address, follow=True)
        if name == "coordinator_of_x":
            assert response.status_code == 200
        else:
            assert response.status_code == 403
            assert "Only a coordinator of the compact opens the administration pages." in response.content.decode()


def test_nobody_is_sent_to_the_page_to_sign_in(client: Client) -> None:
    for address in ("/admin/", "/admin/login/", "/admin/signatories/person/"):
        assert client.get(address, follow=True).redirect_chain[-1][0].startswith("/account/sign-in/?next=/admin/")
    assert client.post("/admin/login/", {"username": "x", "password": "x"}).headers["Location"].startswith("/account/sign-in/")


def test_without_a_second_factor_a_coordinator_is_told_how_to_turn_it_on(personas: Personas) -> None:
    response = personas.client("coordinator").get("/admin/", follow=True)
    assert response.status_code == 403
    assert "Turn one on under “Second factor” in your workspace" in response.content.decode()


def test_another_persons_second_factor_does_not_count(personas: Personas) -> None:
    client = with_second_factor(personas.client("coordinator"), personas.people["signatory_a"])
    assert client.get("/admin/", follow=True).status_code == 403


def test_the_bodies_of_mails_are_not_shown_for_they_hold_codes(admin: Client) -> None:
    from compact_portal.mail.models import Message

    admin_of_nobody = Client()
    admin_of_nobody.post("/account/sign-in/", {"email": "coordinator-of-x@test.invalid"})
    message = Message.objects.get()
    page = admin.get(f"/admin/mail/message/{message.pk}/change/").content.decode()
    assert "coordinator-of-x@test.invalid" in page
    assert not any(line and line in page for line in message.body.splitlines())


def test_a_person_is_made_with_one_spelling_of_the_address_and_without_a_password(admin: Client, personas: Personas) -> None:
    response = admin.post("/admin/signatories/person/add/", {"name": "Test new", "email": "New@Test.invalid", "is_active": "on"})
    assert response.status_code == 302
    person = Person.objects.get(email="new@test.invalid")
    assert not person.has_usable_password()
    row = person.history.latest()
    assert row.history_user == personas.people["coordinator"]
    assert row.history_change_reason == "Changed in the administration pages"


def test_a_part_is_given_and_ended_and_the_version_counts_up(admin: Client, personas: Personas) -> None:
    form = {
        "person": personas.people["partless"].pk, "partner": personas.partners["a"].pk, "role": "contributor",
        "job_title": "", "from_on": "2026-01-01", "until_on": "",
    }  # fmt: skip
    assert admin.post("/admin/signatories/membership/add/", form).status_code == 302
    part = Membership.objects.get(person=personas.people["partless"])
    admin.post(f"/admin/signatories/membership/{part.pk}/change/", form | {"until_on": "2026-02-01"})
    part.refresh_from_db()
    assert (str(part.until_on), part.version) == ("2026-02-01", 2)


def test_nothing_is_deleted_here(admin: Client, personas: Personas) -> None:
    row = Coordination.objects.first()
    assert row
    assert admin.get(f"/admin/signatories/coordination/{row.pk}/delete/").status_code == 403
    assert admin.post(f"/admin/signatories/coordination/{row.pk}/delete/", {"post": "yes"}).status_code == 403
    bulk = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    admin.post("/admin/signatories/coordination/", bulk)
    assert Coordination.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("table", ["undertakings/edition", "undertakings/term", "site/problemreport", "mail/message"])
def test_what_has_pages_of_its_own_is_not_made_here(admin: Client, table: str) -> None:
    assert admin.get(f"/admin/{table}/add/").status_code == 403


def test_no_page_has_an_inline_script_that_our_policy_would_stop(admin: Client) -> None:
    for address in ("/admin/", "/admin/signatories/person/", "/admin/signatories/membership/add/"):
        page = read(admin, address)
        scripts = [tag for tag in page.find_all("script") if not tag.get("src") and tag.get("type") != "application/json"]
        assert not scripts, (address, said(page))


def test_it_is_not_mapped_unless_the_setting_says_so(settings: Any) -> None:
    from compact_portal import urls

    def mapped() -> bool:
        return any(str(pattern.pattern) == "admin/" for pattern in importlib.reload(urls).urlpatterns)

    held = urls.urlpatterns
    try:
        settings.PORTAL_ADMIN = False
        assert not mapped()
        settings.PORTAL_ADMIN = True
        assert mapped()
    finally:
        urls.urlpatterns = held  # the very list that the portal's resolver holds
