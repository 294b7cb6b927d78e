"""The list of drafts and editions."""

import pytest
from django.urls import reverse

from tests.undertakings.drafting import published, text, words
from undertakings.actions.drafts import create_draft

pytestmark = pytest.mark.django_db
LIST = reverse("undertakings:draft_list")


def test_it_shows_drafts_with_who_saved_them_and_editions_with_the_one_in_force(coordinator, coordinator_person):
    published()
    create_draft(text=text("Second"), by=coordinator_person)
    page = words(coordinator.get(LIST))
    assert "Second Saved on" in page
    assert f"by {coordinator_person.name} Draft" in page
    assert "First Published on Monday 2 March 2026" in page
    assert "In force" in page


def test_a_restatement_says_that_it_cannot_be_signed(coordinator):
    published(standing="restatement")
    assert "A restatement, which cannot be signed" in words(coordinator.get(LIST))


def test_with_nothing_yet_it_says_what_to_do(coordinator):
    page = words(coordinator.get(LIST))
    assert "Start a draft" in page
    assert "No edition yet" in page


def test_a_name_with_html_in_it_is_shown_as_it_is(coordinator):
    create_draft(text=text("<script>alert(1)</script>"), by=None)
    response = coordinator.get(LIST)
    assert b"<script>alert" not in response.content
    assert "<script>alert(1)</script>" in words(response)


@pytest.mark.parametrize("persona", ["signatory_a", "officer_x1", "partless"])
def test_others_are_told_why_not(personas, persona):
    response = personas.client(persona).get(LIST)
    assert response.status_code == 403
    assert "Only a coordinator of the compact prepares editions." in words(response)


def test_nobody_who_is_not_signed_in_sees_it(client):
    response = client.get(LIST)
    assert response.status_code == 302
    assert "/account/sign-in/" in response["Location"]


def test_no_shared_cache_may_keep_it(coordinator):
    kept = coordinator.get(LIST)["Cache-Control"]
    assert "private" in kept
    assert "no-cache" in kept


def test_thirty_drafts_cost_as_many_queries_as_one(coordinator, django_assert_num_queries):
    create_draft(text=text("One"), by=None)
    coordinator.get(LIST)
    with django_assert_num_queries(QUERIES):
        coordinator.get(LIST)
    for number in range(29):
        create_draft(text=text(f"Draft {number}"), by=None)
    with django_assert_num_queries(QUERIES):
        coordinator.get(LIST)


# session, person, two for the permit, drafts, editions; content version (and the names that go with it) for the frame
QUERIES = 7
