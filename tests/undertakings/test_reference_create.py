"""Adding to the reference: the same views for all six kinds."""

import pytest
from django.urls import reverse

from compact_portal.pages.queries import content_version
from tests.undertakings.drafting import published, tags, words
from tests.undertakings.keeping import KEYS, NAMED_BY, a_row, typed
from undertakings.forms.kinds import kind_of
from undertakings.models import Clause, CodeOfPractice, Contact, Example, Link, Term, Threshold

pytestmark = pytest.mark.django_db


def page_of(key: str) -> str:
    return reverse("undertakings:reference_create", args=[key])


@pytest.mark.parametrize("key", KEYS)
def test_a_row_is_added_and_the_public_pages_change(coordinator, coordinator_person, key):
    before = content_version()
    response = coordinator.post(page_of(key), typed(key, note="Asked for by Group A"))
    assert response["Location"] == reverse("undertakings:reference_detail", args=[key])
    model = kind_of(key).model
    row = model.objects.get()
    first = row.history.order_by("history_id").first()
    assert first.history_user == coordinator_person
    assert first.history_change_reason == f"Added the {model._meta.verbose_name}: Asked for by Group A"
    assert content_version() == before + 1


@pytest.mark.parametrize("key", KEYS)
def test_an_empty_form_is_told_field_by_field(coordinator, key):
    response = coordinator.post(page_of(key), {})
    assert response.status_code == 422
    assert tags(response, "a", href=f"#id_{NAMED_BY[key]}")
    assert kind_of(key).model.objects.count() == 0


@pytest.mark.parametrize("key", KEYS)
def test_html_is_shown_as_words_and_is_never_live(coordinator, client, key):
    bad = "<script>alert(1)</script>"
    long_text = {"terms": "meaning", "examples": "words", "links": "about", "codes": "about"}.get(key)
    other = {NAMED_BY[key]: bad, **({long_text: bad} if long_text else {})}
    if key == "thresholds":
        other = {"agreed_by": bad}
    coordinator.post(page_of(key), typed(key, **other))
    assert kind_of(key).model.objects.count() == 1
    for address in (reverse("undertakings:reference_detail", args=[key]), reverse(kind_of(key).public)):
        assert b"<script>alert" not in coordinator.get(address).content


@pytest.mark.parametrize("key", [key for key in KEYS if key not in ("contacts", "thresholds")])
def test_a_name_that_is_taken_is_told_at_its_field(coordinator, key):
    name = NAMED_BY[key]
    a_row(key)
    response = coordinator.post(page_of(key), typed(key, **{name: typed(key)[name].upper()}, short_form=""))
    assert response.status_code == 422
    assert tags(response, "a", href=f"#id_{name}")
    assert "already. Change that one" in words(response)
    assert kind_of(key).model.objects.count() == 1


def test_a_short_form_that_is_another_term_s_name_is_told(coordinator):
    a_row("terms")
    response = coordinator.post(page_of("terms"), typed("terms", name="Another", short_form="lsp"))
    assert "The term “Local Strategic Partnership” has this name already." in words(response)
    assert tags(response, "a", href="#id_short_form")


def test_the_same_contact_twice_is_told_and_another_role_is_not(coordinator):
    a_row("contacts")
    assert "is in the list already" in words(coordinator.post(page_of("contacts"), typed("contacts")))
    assert coordinator.post(page_of("contacts"), typed("contacts", role="Chair")).status_code == 302
    assert list(Contact.objects.values_list("position", flat=True)) == [0, 1]


def test_two_numbers_for_a_rule_need_two_first_days(coordinator):
    a_row("thresholds")
    again = coordinator.post(page_of("thresholds"), typed("thresholds", value="84"))
    assert "has a number from the start already" in words(again)
    later = typed("thresholds", value="84", from_on_day="1", from_on_month="4", from_on_year="2027")
    assert coordinator.post(page_of("thresholds"), later).status_code == 302
    assert "has a number from that day already" in words(coordinator.post(page_of("thresholds"), later))
    assert Threshold.objects.count() == 2


def test_a_term_is_explained_in_the_text_at_once(coordinator, client):
    published("First")
    assert "term-money-lsp" not in client.get("/compact/").content.decode()
    coordinator.post(page_of("terms"), typed("terms"))
    assert Term.objects.get().slug == "lsp"
    assert 'href="#term-money-lsp"' in Clause.objects.get().html
    assert 'href="#term-money-lsp"' in client.get("/compact/").content.decode()


def test_see_also_takes_names_and_short_forms_and_tells_those_it_does_not_know(coordinator):
    first = a_row("terms")
    other = typed("terms", name="Partnership", short_form="", see_also="lsp\n\nNowhere\n")
    response = coordinator.post(page_of("terms"), other)
    assert "There is no term called “Nowhere”. Add it first" in words(response)
    coordinator.post(page_of("terms"), {**other, "see_also": "lsp\nlocal strategic partnership"})
    assert list(Term.objects.get(name="Partnership").see_also.all()) == [first]


def test_spellings_are_kept_one_a_line_without_blanks_or_repetition(coordinator):
    coordinator.post(page_of("terms"), typed("terms", also_written=" Local  Partnership \r\n\r\nLocal Partnership\r\nLSPs "))
    assert Term.objects.get().also_written == "Local Partnership\nLSPs"


def test_an_example_shows_clauses_of_the_edition_in_force(coordinator):
    published("First")
    assert "S1.1: The LSP is asked." in words(coordinator.get(page_of("examples")))
    coordinator.post(page_of("examples"), typed("examples", clauses="ask"))
    assert (Example.objects.get().clauses, Example.objects.get().from_year) == (["ask"], 2004)
    assert coordinator.post(page_of("examples"), typed("examples", title="B", clauses="gone")).status_code == 422


@pytest.mark.parametrize(
    ("years", "says"),
    [
        (("", "2006"), "Fill in “From year” as well"),
        (("2006", "2004"), "Choose a year from 2006 on"),
        (("last year", ""), "Shorten"),
        (("9999", ""), "is not a year"),
    ],
)
def test_years_of_an_example_stand_in_order(coordinator, years, says):
    response = coordinator.post(page_of("examples"), typed("examples", from_year=years[0], to_year=years[1]))
    assert response.status_code == 422
    assert says in words(response)


@pytest.mark.parametrize(
    ("key", "field", "value", "says"),
    [
        ("links", "address", "javascript:alert(1)", "is not a web address"),
        ("links", "address", "example.org", "is not a web address"),
        ("codes", "address", "//example.org", "is not a web address"),
        ("contacts", "telephone", "ask me", "is not a telephone number"),
        ("contacts", "email", "sample", "is not an e-mail address"),
        ("thresholds", "value", "-1", "is not a number"),
        ("thresholds", "value", "1e5", "is not a number"),
        ("thresholds", "rule", "Eight weeks", "is not a key"),
        ("thresholds", "unit", "fortnights", "Select a valid choice"),
        ("terms", "name", "Left\u202eright", "hidden character"),
        ("terms", "meaning", "zero\u200bwidth", "hidden character"),
        ("terms", "name", "x" * 121, "Shorten"),
        ("terms", "meaning", "x" * 10_001, "Shorten"),
    ],
)
def test_what_a_field_cannot_take_is_said_and_kept(coordinator, key, field, value, says):
    response = coordinator.post(page_of(key), typed(key, **{field: value}))
    assert response.status_code == 422
    assert says in words(response)
    assert response.context["form"][field].value() == value
    assert kind_of(key).model.objects.count() == 0


def test_a_contact_is_not_right_as_of_a_day_to_come(coordinator):
    later = typed("contacts", as_of_day="1", as_of_month="1", as_of_year="2199")
    assert "Choose a day on or before" in words(coordinator.post(page_of("contacts"), later))


def test_names_are_written_with_single_blanks(coordinator):
    coordinator.post(page_of("codes"), typed("codes", title="  Code   on\tsharing "))
    assert CodeOfPractice.objects.get().title == "Code on sharing"


def test_an_archived_link_is_ticked(coordinator):
    coordinator.post(page_of("links"), typed("links", archived="on"))
    assert Link.objects.get().archived is True


@pytest.mark.parametrize("persona", ["signatory_a", "officer_x1", "partless"])
def test_others_may_not_add(personas, persona):
    browser = personas.client(persona)
    assert browser.get(page_of("terms")).status_code == 403
    assert browser.post(page_of("terms"), typed("terms")).status_code == 403
    assert Term.objects.count() == 0
