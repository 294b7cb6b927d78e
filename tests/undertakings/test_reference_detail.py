"""The rows of one kind."""

import pytest
from django.urls import reverse

from compact_portal.lib.folding import fold
from tests.undertakings.drafting import tags, words
from tests.undertakings.keeping import KEYS, NAMED_BY, TYPED, a_row
from undertakings.models import Contact, Term

pytestmark = pytest.mark.django_db


def page_of(key: str) -> str:
    return reverse("undertakings:reference_detail", args=[key])


@pytest.mark.parametrize("key", KEYS)
def test_each_row_leads_to_its_form(coordinator, key):
    assert "Nothing here yet" in words(coordinator.get(page_of(key)))
    row = a_row(key)
    response = coordinator.get(page_of(key))
    assert TYPED[key][NAMED_BY[key]] in words(response)
    assert tags(response, "a", href=reverse("undertakings:reference_update", args=[key, row.pk]))
    assert tags(response, "a", href=reverse("undertakings:reference_create", args=[key]))


def test_a_word_finds_rows_whatever_its_capitals_and_accents(coordinator):
    a_row("links", title="Café guide")
    a_row("links", title="Another")
    page = words(coordinator.get(page_of("links"), {"q": "CAFE"}))
    assert "Café guide" in page
    assert "Another" not in page
    assert "Nothing found" in words(coordinator.get(page_of("links"), {"q": "\x00'\"%_\\" * 50}))


def test_two_thousand_terms_are_a_page_that_says_how_many_more_there_are(coordinator, django_assert_max_num_queries):
    Term.objects.bulk_create(
        Term(slug=f"t-{n}", name=f"Term {n:04}", meaning="x", sort_key=fold(f"term {n:04}")) for n in range(2000)
    )
    with django_assert_max_num_queries(7):
        response = coordinator.get(page_of("terms"))
    assert "and 1800 more: look for a word" in words(response)
    assert "Term 1999" in words(coordinator.get(page_of("terms"), {"q": "1999"}))


def test_a_contact_says_whether_it_is_confirmed_and_can_be(coordinator):
    row = a_row("contacts")
    response = coordinator.get(page_of("contacts"))
    assert "As published. Nobody has confirmed it since." in words(response)
    assert tags(response, "form", action=reverse("undertakings:contact_confirm", args=[row.pk]), method="post")
    assert not tags(coordinator.get(page_of("links")), "form", method="post", action="x")


def test_thirty_contacts_cost_as_many_queries_as_one(coordinator, django_assert_num_queries):
    for number in range(30):
        Contact.objects.create(position=number, organisation=f"Group {number}")
    coordinator.get(page_of("contacts"))  # the frame's names are kept from here on
    with django_assert_num_queries(6):
        coordinator.get(page_of("contacts"))
    Contact.objects.exclude(organisation="Group 1").delete()
    with django_assert_num_queries(6):
        coordinator.get(page_of("contacts"))


def test_another_kind_is_not_there(coordinator):
    assert coordinator.get(page_of("people")).status_code == 404


def test_others_may_not(personas):
    assert personas.client("officer_x1").get(page_of("terms")).status_code == 403
