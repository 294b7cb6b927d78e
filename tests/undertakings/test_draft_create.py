"""A new draft, written, pasted, or copied from the edition in force."""

import pytest
from django.urls import reverse

from compact_portal.pages.queries import content_version
from tests.undertakings.drafting import published, tags, text, words
from undertakings.models import Edition

pytestmark = pytest.mark.django_db
NEW = reverse("undertakings:draft_create")


def test_a_pasted_text_becomes_a_draft_that_the_public_does_not_see(coordinator, client):
    before = content_version()
    response = coordinator.post(NEW, {"text": text("Second").replace("\n", "\r\n")})
    draft = Edition.objects.get()
    assert response["Location"] == reverse("undertakings:draft_update", args=[draft.pk])
    assert (draft.text, draft.label, draft.place, draft.published_on) == (text("Second"), "Second", "Smallplace", None)
    assert content_version() == before
    assert client.get(f"/compact/editions/{draft.slug}/").status_code == 404


def test_the_history_says_who_started_it(coordinator, coordinator_person):
    coordinator.post(NEW, {"text": text()})
    row = Edition.objects.get().history.get()
    assert (row.history_user, row.history_change_reason) == (coordinator_person, "Started a draft")


def test_a_text_with_faults_is_saved_all_the_same(coordinator):
    coordinator.post(NEW, {"text": "# Only a title"})
    assert Edition.objects.get().text == "# Only a title\n"
    assert Edition.objects.get().label == "Draft without a name"


def test_a_mark_before_a_pasted_text_is_left_out_because_nobody_could_find_it(coordinator):
    coordinator.post(NEW, {"text": "\ufeff" + text("Second")})
    assert (Edition.objects.get().text, Edition.objects.get().label) == (text("Second"), "Second")


def test_characters_that_nobody_sees_are_refused_in_plain_words(coordinator):
    response = coordinator.post(NEW, {"text": "A\0B"})
    assert response.status_code == 422
    assert "Take out of “Text” the characters that nobody can see" in words(response)


def test_it_starts_from_the_words_in_force(coordinator):
    published()
    response = coordinator.get(NEW, {"from": "in-force"})
    assert response.context["form"]["text"].value() == text()
    assert "The LSP is asked." in words(response)
    assert Edition.objects.drafts().count() == 0


def test_anchors_are_proposed_where_asked_for(coordinator):
    bare = text().replace(" {#ask}", "").replace(" {#money}", "")
    coordinator.post(NEW, {"text": bare, "then": "anchors"})
    assert "### Money {#money}" in Edition.objects.get().text
    assert "- The LSP is asked. {#" in Edition.objects.get().text


def test_an_empty_text_is_refused_with_a_link_to_its_box(coordinator):
    response = coordinator.post(NEW, {"text": "  \n "})
    assert response.status_code == 422
    assert "Write or paste a text" in words(response)
    assert tags(response, "a", href="#id_text")
    assert Edition.objects.count() == 0


def test_a_text_that_is_too_long_is_refused_and_kept_on_the_page(coordinator):
    long = "é" * (512 * 1024) + "ab"
    response = coordinator.post(NEW, {"text": long})
    assert response.status_code == 422
    assert "Shorten the text by 2 bytes: it may have 1 MiB" in words(response)
    assert long in response.content.decode()
    assert coordinator.post(NEW, {"text": long[:-2]}).status_code == 302


def test_a_null_character_is_refused(coordinator):
    response = coordinator.post(NEW, {"text": text() + "\x00"})
    assert response.status_code == 422
    assert Edition.objects.count() == 0


def test_a_front_matter_with_a_very_long_name_is_saved_for_mending(coordinator):
    coordinator.post(NEW, {"text": text("x" * 5000)})
    draft = Edition.objects.get()
    assert "x" * 5000 in draft.text
    assert len(draft.label) <= 120


def test_only_a_coordinator_writes_one(personas):
    for persona in ("signatory_a", "officer_x1", "partless"):
        assert personas.client(persona).post(NEW, {"text": text()}).status_code == 403
    assert Edition.objects.count() == 0


def test_it_takes_a_token(personas):
    from django.test import Client

    browser = Client(enforce_csrf_checks=True)
    browser.force_login(personas.people["coordinator"], backend="allauth.account.auth_backends.AuthenticationBackend")
    assert browser.post(NEW, {"text": text()}).status_code == 403
    assert Edition.objects.count() == 0
