"""A coordinator says that a contact is right as of today."""

import pytest
from django.urls import reverse

from compact_portal.lib.clock import today
from compact_portal.pages.queries import content_version
from tests.undertakings.drafting import words
from tests.undertakings.keeping import a_row

pytestmark = pytest.mark.django_db


def button_of(contact) -> str:
    return reverse("undertakings:contact_confirm", args=[contact.pk])


def test_the_button_sets_the_day_and_the_public_page_says_so(coordinator, coordinator_person, client):
    contact = a_row("contacts")
    before = content_version()
    page = coordinator.post(button_of(contact), {"version": "1"}, follow=True)
    assert "Sample Group is confirmed as of today." in words(page)
    contact.refresh_from_db()
    assert (contact.as_of, contact.version) == (today(), 2)
    row = contact.history.first()
    assert (row.history_user, row.history_change_reason) == (coordinator_person, "Confirmed that the contact is right")
    assert content_version() == before + 1
    assert "Nobody has confirmed it" not in words(client.get(reverse("undertakings:contact_list")))


def test_a_contact_that_somebody_changed_meanwhile_is_not_confirmed_unseen(coordinator):
    contact = a_row("contacts")
    coordinator.post(button_of(contact), {"version": "1"})
    page = coordinator.post(button_of(contact), {"version": "1"}, follow=True)
    assert "Somebody has changed Sample Group meanwhile, so it is not confirmed." in words(page)


@pytest.mark.parametrize("version", ["", "x"])
def test_a_button_without_its_version_does_nothing(coordinator, version):
    contact = a_row("contacts")
    coordinator.post(button_of(contact), {"version": version})
    contact.refresh_from_db()
    assert contact.as_of is None


def test_it_acts_on_a_press_only_and_for_coordinators_only(coordinator, personas):
    contact = a_row("contacts")
    assert coordinator.get(button_of(contact)).status_code == 405
    assert personas.client("officer_x1").post(button_of(contact), {"version": "1"}).status_code == 403
    contact.refresh_from_db()
    assert contact.as_of is None
