"""Changing the reference: addresses that keep working, a history, and nobody's words lost."""

import pytest
from django.urls import reverse

from tests.undertakings.drafting import hidden_version, published, tags, words
from tests.undertakings.keeping import KEYS, NAMED_BY, a_row, typed
from undertakings.actions.reference import delete_reference, save_reference
from undertakings.forms.kinds import kind_of
from undertakings.models import Clause, Example, Term

pytestmark = pytest.mark.django_db


def page_of(key: str, row) -> str:
    return reverse("undertakings:reference_update", args=[key, row.pk])


@pytest.mark.parametrize("key", KEYS)
def test_the_form_shows_the_row_and_saving_it_as_it_is_changes_no_word(coordinator, key):
    row = a_row(key)
    response = coordinator.get(page_of(key, row))
    form = response.context["form"]
    values = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    sent = {name: value for name, value in values.items() if not isinstance(value, (bool, list))}
    assert coordinator.post(page_of(key, row), sent).status_code == 302
    fresh = kind_of(key).model.objects.get()
    names = [name for name in kind_of(key).form._meta.fields if name != "see_also"]
    assert [getattr(fresh, name) for name in names] == [getattr(row, name) for name in names]


@pytest.mark.parametrize("key", KEYS)
def test_a_change_is_in_the_history_with_who_and_why_and_what(coordinator, coordinator_person, key):
    row = a_row(key)
    name = NAMED_BY[key]
    new = "another-rule" if key == "thresholds" else "Another name"
    coordinator.post(page_of(key, row), typed(key, **{name: new}, version="1", note="They asked"))
    page = words(coordinator.get(page_of(key, row)))
    model = kind_of(key).model
    assert f"{coordinator_person.name} Changed the {model._meta.verbose_name}: They asked" in page
    assert f"[taken out: {typed(key)[name]} ]" in page
    assert f"[added: {new} ]" in page
    assert "the portal itself Added the" in page
    assert model.objects.get().version == 2


@pytest.mark.parametrize("key", KEYS)
def test_somebody_who_saves_too_late_sees_what_changed_and_loses_nothing(coordinator, key):
    row = a_row(key)
    version = hidden_version(coordinator.get(page_of(key, row)))
    kind, name = kind_of(key), NAMED_BY[key]
    theirs, mine = ("their-rule", "my-rule") if key == "thresholds" else ("Theirs", "Mine")
    values = {field: getattr(row, field) for field in kind.form._meta.fields if field != "see_also"}
    save_reference(row, version=1, values={**values, name: theirs}, by=None)
    response = coordinator.post(page_of(key, row), typed(key, **{name: mine}, version=version))
    assert response.status_code == 422
    assert "What changed meanwhile" in words(response)
    assert f"[added: {theirs} ]" in words(response)
    assert response.context["form"][name].value() == mine
    assert getattr(kind.model.objects.get(), name) == theirs
    again = typed(key, **{name: mine}, version=hidden_version(response))
    assert coordinator.post(page_of(key, row), again).status_code == 302
    assert getattr(kind.model.objects.get(), name) == mine


@pytest.mark.parametrize("key", KEYS)
def test_a_row_that_was_deleted_meanwhile_can_be_added_again(coordinator, key):
    row = a_row(key)
    delete_reference(row, version=1, by=None)
    response = coordinator.post(page_of(key, row), typed(key, version="1"))
    assert response.status_code == 422
    assert "Somebody has deleted this" in words(response)
    assert tags(response, "form", action=reverse("undertakings:reference_create", args=[key]))
    assert response.context["form"][NAMED_BY[key]].value() == typed(key)[NAMED_BY[key]]
    assert coordinator.get(page_of(key, row)).status_code == 404


def test_a_term_that_gets_another_name_redirects_from_its_old_address(coordinator, client):
    row = a_row("terms")
    coordinator.post(page_of("terms", row), typed("terms", name="Community Board", short_form="", version="1"))
    assert Term.objects.get().slug == "community-board"
    response = client.get("/jargon-buster/lsp/")
    assert (response.status_code, response["Location"]) == (301, "/jargon-buster/community-board/")
    coordinator.post(page_of("terms", row), typed("terms", version="2"))
    assert Term.objects.get().slug == "lsp"
    assert client.get("/jargon-buster/lsp/").status_code == 200


def test_a_change_that_leaves_the_name_leaves_the_address(coordinator):
    row = a_row("terms", name="Partnership!", short_form="")
    coordinator.post(page_of("terms", row), typed("terms", name="partnership", short_form="", version="1"))
    assert Term.objects.get().slug == row.slug == "partnership"


def test_a_term_s_change_is_in_the_text_at_once(coordinator):
    published("First")
    row = a_row("terms")
    assert "term-money-lsp" in Clause.objects.get().html
    coordinator.post(page_of("terms", row), typed("terms", name="Nothing here", short_form="NH", version="1"))
    assert "term-money" not in Clause.objects.get().html


def test_what_a_term_points_at_is_in_its_history(coordinator):
    first = a_row("terms")
    row = a_row("terms", name="Partnership", short_form="", see_also="LSP")
    assert "Local Strategic Partnership" in coordinator.get(page_of("terms", row)).context["form"]["see_also"].value()
    coordinator.post(page_of("terms", row), typed("terms", name="Partnership", short_form="", see_also="", version="1"))
    delete_reference(first, version=first.version, by=None)
    assert "See also [taken out: a term that is gone ]" in words(coordinator.get(page_of("terms", row)))


def test_a_term_cannot_point_at_itself(coordinator):
    row = a_row("terms")
    coordinator.post(page_of("terms", row), typed("terms", see_also="LSP", version="1"))
    assert row.see_also.count() == 0


def test_an_example_keeps_what_it_shows_of_an_earlier_edition(coordinator):
    published("First")
    row = a_row("examples")
    Example.objects.filter(pk=row.pk).update(clauses=["ask", "gone"])
    page = coordinator.get(page_of("examples", row))
    assert "gone (not in the edition in force)" in words(page)
    assert len([box for box in tags(page, "input", name="clauses") if "checked" in box]) == 2
    coordinator.post(page_of("examples", row), {**typed("examples", version="1"), "clauses": ["ask", "gone"]})
    assert Example.objects.get().clauses == ["ask", "gone"]


def test_a_name_taken_by_another_row_is_told(coordinator):
    a_row("links")
    row = a_row("links", title="Another")
    response = coordinator.post(page_of("links", row), typed("links", title="a guide", version="1"))
    assert "There is one called “A guide” already." in words(response)


def test_a_name_taken_between_the_check_and_the_lock_is_told_too(coordinator, monkeypatch):
    row = a_row("links", title="Another")
    monkeypatch.setattr("undertakings.forms.reference.clashes", lambda instance: {})
    a_row("links")
    response = coordinator.post(page_of("links", row), typed("links", version="1"))
    assert response.status_code == 422
    assert tags(response, "a", href="#id_title")
    assert "There is one called “A guide” already." in words(response)


@pytest.mark.parametrize(("key", "field", "queries"), [("contacts", "role", 7), ("terms", "also_written", 10)])
def test_the_history_costs_the_same_queries_however_long_it_is(coordinator, django_assert_num_queries, key, field, queries):
    row = a_row(key)
    coordinator.post(page_of(key, row), typed(key, **{field: "Role 1"}, version="1"))
    coordinator.get(page_of(key, row))  # the frame's names are kept from here on
    with django_assert_num_queries(queries):
        coordinator.get(page_of(key, row))
    for number in range(2, 30):
        coordinator.post(page_of(key, row), typed(key, **{field: f"Role {number}"}, version=str(number)))
    coordinator.get(page_of(key, row))
    with django_assert_num_queries(queries):
        response = coordinator.get(page_of(key, row))
    assert "Role 29" in words(response)


def test_others_may_not_change(personas):
    row = a_row("terms")
    assert personas.client("officer_x1").post(page_of("terms", row), typed("terms", version="1")).status_code == 403
    assert personas.client("contributor_a").get(page_of("terms", row)).status_code == 403
