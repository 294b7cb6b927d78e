"""Throwing a draft away."""

import pytest
from django.urls import reverse

from tests.undertakings.drafting import hidden_version, published, text, words
from undertakings.actions.drafts import create_draft, save_draft
from undertakings.models import Edition

pytestmark = pytest.mark.django_db


def page_of(draft: Edition) -> str:
    return reverse("undertakings:draft_delete", args=[draft.pk])


@pytest.fixture
def draft(db):
    return create_draft(text=text("Second"), by=None)


def test_it_asks_first_and_then_deletes(coordinator, coordinator_person, draft):
    page = coordinator.get(page_of(draft))
    assert "Delete this draft?" in words(page)
    assert Edition.objects.count() == 1
    response = coordinator.post(page_of(draft), {"version": hidden_version(page)}, follow=True)
    assert "The draft “Second” is deleted." in words(response)
    assert Edition.objects.count() == 0
    gone = Edition.history.filter(history_type="-").get()
    assert (gone.history_user, gone.history_change_reason) == (coordinator_person, "Deleted the draft")


def test_a_draft_that_somebody_worked_on_meanwhile_stays(coordinator, draft):
    save_draft(draft, text=text("Second", words="Much work."), version=1, by=None)
    response = coordinator.post(page_of(draft), {"version": 1})
    assert response.status_code == 422
    assert "Somebody has saved this on" in words(response)
    assert Edition.objects.count() == 1


def test_a_published_edition_cannot_be_deleted(coordinator):
    edition = published()
    assert coordinator.post(page_of(edition), {"version": edition.version}).status_code == 302
    assert Edition.objects.count() == 1


def test_others_cannot(personas, draft):
    assert personas.client("officer_x1").post(page_of(draft), {"version": 1}).status_code == 403
    assert Edition.objects.count() == 1
