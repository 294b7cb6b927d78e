"""Whatever somebody sends to a form of the desk or asks of a public page, they get a page: never a 5xx."""

from urllib.parse import quote_from_bytes

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.consultations.asking import ask, opened
from tests.consultations.writing import draft, thresholds
from tests.test_bad_input import NASTY, raw

pytestmark = pytest.mark.django_db
SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
WORDS = (
    "title", "summary", "proposal", "why_now", "options", "effect", "appraisal", "who_asked", "audiences", "groups_women",
    "contact", "contact_email", "contact_phone", "other_ways", "kind", "words", "help", "choices", "anchor", "clause",
    "is_required", "position", "format", "address", "reason", "short_reason", "authorised_by", "version", "later",
)  # fmt: skip
FIELDS = WORDS + tuple(f"{name}_{part}" for name in ("opens_on", "closes_on") for part in ("day", "month", "year"))


def of_draft(name: str, *more: str):
    return lambda row: reverse(f"consultations:{name}", args=[row.slug, *more])


FORMS = {
    "create": lambda row: reverse("consultations:consultation_create", args=["test-x"]),
    **{step: of_draft("consultation_update", step) for step in ("proposal", "options", "effect", "who", "formats")},
    "explain": of_draft("check_explain", "options"),
    "submit": of_draft("consultation_submit"),
    "approve": of_draft("consultation_approve"),
    "return": of_draft("consultation_return"),
    "question": of_draft("question_create"),
    "document": of_draft("document_create"),
    "window": of_draft("window_update"),
    "void": of_draft("consultation_void"),
}


def encoded(values: dict[str, bytes]) -> str:
    return "&".join(f"{name}={quote_from_bytes(value)}" for name, value in values.items())


@pytest.mark.parametrize("form", FORMS)
def test_no_form_breaks_on_what_it_is_sent(form, personas, loaded):
    thresholds()
    officer, row = personas.client("officer_x1"), draft(personas.partners["x"])
    address = FORMS[form](row)

    def sends(values: dict[str, bytes]) -> None:
        row.refresh_from_db()
        body = encoded({"version": str(row.version).encode()} | values)
        answer = officer.post(FORMS[form](row), data=body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code < 500, (form, values)

    @SLOW
    @given(st.dictionaries(st.sampled_from(FIELDS), raw, max_size=8))
    def anything(values):
        sends(values)

    anything()
    for value in NASTY:
        sends(dict.fromkeys((name for name in FIELDS if name not in ("version", "later")), value))
    assert address


@pytest.mark.parametrize("name", ["q", "state", "agency", "audience", "after"])
def test_no_query_breaks_the_list(name, loaded):
    thresholds()
    ask(opened())
    client = Client()
    for value in NASTY:
        answer = client.get(f"{reverse('consultations:consultation_list')}?q=market&{name}={quote_from_bytes(value)}")
        assert answer.status_code == 200, value


@pytest.mark.parametrize("where", ["/consultations/{}/", "/workspace/consultations/{}/", "/consultations/{}/documents/1/"])
def test_no_name_in_an_address_breaks_a_page(where, personas):
    client = personas.client("officer_x1")
    for value in NASTY:
        assert client.get(where.format(quote_from_bytes(value, safe="")[:3000])).status_code < 500


def test_what_is_typed_is_kept_as_it_was_typed(personas):
    thresholds()
    officer, row = personas.client("officer_x1"), draft(personas.partners["x"])
    words = "Café “naïve” 🌱 漢字\r\n\r\ntabs\tand <b>bold</b> {{ x }} %s"
    officer.post(FORMS["options"](row), {"version": row.version, "options": words})
    row.refresh_from_db()
    assert row.options.replace("\r\n", "\n") == words.replace("\r\n", "\n")
