"""Publishing: shown once more, one button, and words that never change afterwards."""

from hashlib import sha256

import pytest
from django.urls import reverse

from compact_portal.lib.clock import today
from compact_portal.pages.queries import content_version
from tests.undertakings.drafting import hidden_version, published, tags, text, words
from undertakings.actions.drafts import create_draft, save_draft
from undertakings.models import Clause, Edition

pytestmark = pytest.mark.django_db
LIST = reverse("undertakings:draft_list")


def page_of(draft: Edition) -> str:
    return reverse("undertakings:draft_publish", args=[draft.pk])


@pytest.fixture
def draft(db):
    return create_draft(text=text("Second", words="The LSP is always asked."), by=None)


def test_it_shows_standing_digest_and_what_changes(coordinator, draft):
    published("First")
    page = words(coordinator.get(page_of(draft)))
    assert "Adopted: partners will be asked to sign it" in page
    assert sha256(draft.text.encode()).hexdigest() in page
    assert "in place of “First”, which stays readable" in page
    assert "1 reworded" in page
    assert "What is new in this edition?" in page


def test_the_button_publishes_exactly_these_words(coordinator, coordinator_person, draft, client):
    published("First")
    before = content_version()
    response = coordinator.post(page_of(draft), {"note": "Asking is a habit now.", "version": 1})
    assert response["Location"] == LIST
    edition = Edition.objects.in_force(today())
    assert (edition.pk, edition.label, edition.note) == (draft.pk, "Second", "Asking is a habit now.")
    assert (edition.text, edition.digest) == (draft.text, sha256(draft.text.encode()).hexdigest())
    assert Clause.objects.filter(edition=edition).get().words == "The LSP is always asked."
    row = edition.history.first()
    assert (row.history_user, row.history_change_reason) == (coordinator_person, "Published the edition “Second”")
    assert content_version() == before + 1
    assert client.get("/compact/editions/second.md").content == draft.text.encode()


def test_a_restatement_is_noted(coordinator):
    draft = create_draft(text=text("Second", standing="restatement"), by=None)
    assert "A restatement: it restates another document, and partners cannot sign it" in words(coordinator.get(page_of(draft)))


def test_the_note_is_asked_for_after_the_first_edition(coordinator, draft):
    assert coordinator.post(page_of(draft), {"note": "", "version": 1}).status_code == 302
    next_one = create_draft(text=text("Third", words="Other words."), by=None)
    response = coordinator.post(page_of(next_one), {"note": " ", "version": 1})
    assert response.status_code == 422
    assert tags(response, "a", href="#id_note")
    assert next_one in Edition.objects.drafts()


def test_faults_stand_in_the_way(coordinator):
    draft = create_draft(text=text("Second").replace(" {#ask}", ""), by=None)
    page = coordinator.get(page_of(draft))
    assert "To mend first" in words(page)
    assert not tags(page, "textarea", name="note")
    response = coordinator.post(page_of(draft), {"note": "New.", "version": 1})
    assert response.status_code == 422
    assert "The text has a fault. Mend it first" in words(response)
    assert Edition.objects.published().count() == 0


def test_the_same_words_as_in_force_are_refused(coordinator):
    edition = published("First")
    draft = create_draft(text=edition.text, by=None)
    assert "These are the words that are in force" in words(coordinator.get(page_of(draft)))
    response = coordinator.post(page_of(draft), {"note": "New.", "version": 1})
    assert "word for word the words of “First”" in words(response)
    assert Edition.objects.published().count() == 1


def test_a_name_that_is_taken_is_refused(coordinator):
    published("First")
    draft = create_draft(text=text("First", words="Other words."), by=None)
    response = coordinator.post(page_of(draft), {"note": "New.", "version": 1})
    assert response.status_code == 422
    assert "An edition called “First” is published already" in words(response)
    assert Edition.objects.published().count() == 1


def test_what_somebody_changed_meanwhile_is_looked_at_again_before_it_is_published(coordinator, personas, draft):
    version = hidden_version(coordinator.get(page_of(draft)))
    changed = text("Second", words="Something nobody read.")
    save_draft(draft, text=changed, version=1, by=personas.people["coordinator_of_x"])
    response = coordinator.post(page_of(draft), {"note": "My note.", "version": version})
    assert response.status_code == 422
    assert "Test coordinator_of_x has saved this on" in words(response)
    assert "My note." in words(response)
    assert sha256(changed.encode()).hexdigest() in words(response)
    assert Edition.objects.published().count() == 0
    again = {"note": "My note.", "version": hidden_version(response)}
    assert coordinator.post(page_of(draft), again).status_code == 302


def test_pressing_twice_publishes_once_and_says_so(coordinator, draft):
    send = {"note": "New.", "version": 1}
    coordinator.post(page_of(draft), send)
    version = Edition.objects.get().version
    response = coordinator.post(page_of(draft), send, follow=True)
    assert "“Second” is published already" in words(response)
    assert (Edition.objects.count(), Edition.objects.get().version) == (1, version)


def test_only_a_coordinator_publishes(personas, draft):
    for persona in ("signatory_a", "officer_x1", "partless"):
        browser = personas.client(persona)
        assert browser.get(page_of(draft)).status_code == 403
        response = browser.post(page_of(draft), {"note": "New.", "version": 1})
        assert response.status_code == 403
        assert "Only a coordinator of the compact publishes editions." in words(response)
    assert Edition.objects.published().count() == 0


def test_a_coordinator_who_also_works_for_a_partner_publishes_too(personas, draft):
    assert personas.client("coordinator_of_x").post(page_of(draft), {"note": "New.", "version": 1}).status_code == 302
