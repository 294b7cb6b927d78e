"""Taking something out of the reference."""

import pytest
from django.urls import reverse

from compact_portal.audit.models import OldSlug
from tests.undertakings.drafting import hidden_version, published, words
from tests.undertakings.keeping import KEYS, NAMED_BY, a_row, typed
from undertakings.actions.reference import save_reference
from undertakings.forms.kinds import kind_of
from undertakings.models import Clause, Term

pytestmark = pytest.mark.django_db


def page_of(key: str, row) -> str:
    return reverse("undertakings:reference_delete", args=[key, row.pk])


@pytest.mark.parametrize("key", KEYS)
def test_it_asks_first_and_then_deletes(coordinator, coordinator_person, key):
    row, model = a_row(key), kind_of(key).model
    page = coordinator.get(page_of(key, row))
    assert typed(key)[NAMED_BY[key]] in words(page)
    assert model.objects.count() == 1
    response = coordinator.post(page_of(key, row), {"version": hidden_version(page)}, follow=True)
    assert "is deleted." in words(response)
    assert model.objects.count() == 0
    gone = model.history.filter(history_type="-").get()
    assert (gone.history_user, gone.history_change_reason) == (coordinator_person, f"Deleted the {model._meta.verbose_name}")


def test_what_somebody_changed_meanwhile_stays(coordinator):
    row = a_row("links")
    values = {"title": "Theirs", "address": row.address, "about": "", "archived": False}
    save_reference(row, version=1, values=values, by=None)
    response = coordinator.post(page_of("links", row), {"version": "1"})
    assert response.status_code == 422
    assert "Somebody has saved this on" in words(response)
    assert "“Theirs”" in words(response)
    assert coordinator.post(page_of("links", row), {"version": hidden_version(response)}).status_code == 302


def test_the_text_stops_explaining_a_term_that_is_gone(coordinator):
    published("First")
    row = a_row("terms")
    assert "term-money-lsp" in Clause.objects.get().html
    coordinator.post(page_of("terms", row), {"version": "1"})
    assert "term-money-lsp" not in Clause.objects.get().html


def test_it_says_which_terms_point_at_it(coordinator):
    row = a_row("terms")
    a_row("terms", name="Partnership", short_form="", see_also="LSP")
    assert "“See also” leads here from Partnership." in words(coordinator.get(page_of("terms", row)))


def test_its_old_addresses_are_free_again(coordinator):
    row = a_row("terms")
    values = {"name": "New", "short_form": "", "also_written": "", "meaning": "x", "added_by": "portal", "see_also": []}
    save_reference(row, version=1, values=values, by=None)
    assert OldSlug.objects.get().slug == "lsp"
    coordinator.post(page_of("terms", row), {"version": "2"})
    assert OldSlug.objects.count() == 0
    assert a_row("terms").slug == "lsp"


def test_deleting_twice_is_a_page_that_is_not_there(coordinator):
    row = a_row("codes")
    coordinator.post(page_of("codes", row), {"version": "1"})
    assert coordinator.post(page_of("codes", row), {"version": "1"}).status_code == 404


def test_others_may_not(personas):
    row = a_row("terms")
    assert personas.client("officer_x1").post(page_of("terms", row), {"version": "1"}).status_code == 403
    assert Term.objects.count() == 1
