"""Forms that carry the version of a row."""

from datetime import date

import pytest
from django import forms

from compact_portal.audit.context import change
from compact_portal.audit.forms import VersionedForm, VersionForm
from compact_portal.lib.form_fields import DayField
from undertakings.actions.reference import save_reference
from undertakings.models import Contact, Link

pytestmark = pytest.mark.django_db


class ContactForm(VersionedForm):
    as_of = DayField(label="Right as of", required=False)

    class Meta:
        model = Contact
        fields = ("organisation", "role", "as_of")


class LinkForm(VersionedForm):
    archived = forms.BooleanField(label="Archived", required=False)

    class Meta:
        model = Link
        fields = ("title", "archived")


@pytest.fixture
def contact(db):
    with change(by=None, why="A test"):
        return Contact.objects.create(position=0, organisation="Sample Group", role="Manager", as_of=date(2026, 3, 2))


def save(contact: Contact, **values) -> Contact:
    whole = {name: getattr(contact, name) for name in ("organisation", "role", "name", "telephone", "email", "as_of")}
    return save_reference(contact, version=contact.version, values={**whole, **values}, by=None)


def test_a_new_row_needs_no_version_and_a_row_that_is_there_does(contact):
    assert ContactForm({"organisation": "A", "role": "B"}).is_valid()
    form = ContactForm({"organisation": "A", "role": "B"}, instance=contact)
    assert not form.is_valid()
    assert "Load the page again" in form.errors["version"][0]


def test_what_was_saved_meanwhile_is_told_field_by_field(contact):
    form = ContactForm({"organisation": "Mine", "role": "Manager", "version": "1"}, instance=Contact.objects.get())
    assert form.is_valid()
    now = save(contact, role="Chair", as_of=date(2026, 4, 6))
    form.tell_stale(now)
    told = {each.label: (each.lines.places[0].gone, each.lines.places[0].new) for each in form.changed_meanwhile}
    assert told == {
        "Role": (("Manager",), ("Chair",)),
        "Right as of": (("Monday 2 March 2026",), ("Monday 6 April 2026",)),
    }
    assert form["organisation"].value() == "Mine"
    assert form["version"].value() == "2"
    assert "What changed stands on this page." in form.non_field_errors()[0]


def test_a_version_that_nobody_has_seen_tells_no_change_but_is_refused(contact):
    form = ContactForm({"organisation": "Mine", "role": "", "version": str(10**30)}, instance=Contact.objects.get())
    assert form.is_valid()
    form.tell_stale(contact)
    assert form.changed_meanwhile == ()
    assert "has saved this" in form.non_field_errors()[0]


def test_a_tick_reads_as_yes_or_no():
    with change(by=None, why="A test"):
        link = Link.objects.create(position=0, title="A", address="https://a.example.org/")
    assert LinkForm(instance=link).words_of(link, "archived") == "No"


def test_the_history_has_one_entry_for_a_version(contact):
    for number in range(3):
        contact = save(contact, role=f"Role {number}")
    entries = ContactForm(instance=contact).history()
    assert [entry.version for entry in entries] == [4, 3, 2, 1]
    assert [entry.is_first for entry in entries] == [False, False, False, True]
    assert entries[0].changes[0].lines.places[0].new == ("Role 2",)
    assert entries[-1].changes == ()
    assert len(ContactForm(instance=contact).history(most=2)) == 2


def test_a_button_s_form_carries_the_version_of_what_it_showed(contact):
    form = VersionForm({"version": "1"}, version=1, button="Delete")
    assert form.is_valid()
    form.tell_stale(save(contact, role="Chair"))
    assert form["version"].value() == "2"
    assert "It stands below as it is now" in form.non_field_errors()[0]
    assert not VersionForm({}, version=1).is_valid()
