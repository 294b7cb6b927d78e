"""Published answers as open data: open_answers_csv, open_answers_xlsx, open_answers_json; and every way to what is confidential."""

import csv
import io
import json
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compact_portal.audit.context import change
from consultations.models import Redaction
from consultations.queries import open_answers
from consultations.queries.open_answers import ANSWER_COLUMNS, answer_rows
from consultations.rules.redaction import Hidden, Span, in_words
from tests.consultations.asking import answered, ask, closed, drafted

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
SHOWN: dict[str, Any] = {"may_publish": True, "published_at": AT}
BASE = "/open-data/consultations/the-market-square/answers."


def body(client, end: str) -> bytes:
    response = client.get(BASE + end)
    assert response.status_code == 200
    return response.getvalue()


def table(client) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(client, "csv").decode())))


def texts(client) -> str:
    sheet = openpyxl.load_workbook(io.BytesIO(body(client, "xlsx"))).active
    return body(client, "csv").decode() + body(client, "json").decode() + str(list(sheet.values))


def test_every_column_is_explained_and_filled(client):
    consultation = closed()
    words, stars = ask(consultation), ask(consultation, "How?", "rating")
    choice = ask(consultation, "Where?", "several", "Here", "There")
    response = answered(consultation, at=AT, is_organisation=True, organisation="Sample Choir", said={words: "Yes."}, **SHOWN)
    with change(by=None, why="A test"):
        one = response.answers.create(question=choice)
        one.choices.set(choice.choices.all())
        response.answers.create(question=stars, rating=4)
    first, third, second = table(client)
    assert tuple(first) == tuple(ANSWER_COLUMNS)
    assert (first["response"], first["from"], first["organisation"]) == (response.reference, "organisation", "Sample Choir")
    assert (first["question"], first["asked"], first["words"], first["received_on"]) == ("1", words.words, "Yes.", "2026-11-01")
    assert (second["choices"], third["rating"]) == ("Here; There", "4")
    data = json.loads(body(client, "json"))
    assert data["keys"] == ANSWER_COLUMNS
    assert data["consultation"]["title"] == "The market square"
    assert [row["choices"] for row in data["answers"]] == ["", "", "Here; There"]
    assert len(list(openpyxl.load_workbook(io.BytesIO(body(client, "xlsx"))).active.values)) == 4


NOT_SHOWN: list[dict[str, Any]] = [
    {"may_publish": True},  # not published yet
    {},  # nobody agreed
    {"is_confidential": True},
    {"is_confidential": True, "may_publish": True},
    SHOWN | {"withdrawn_at": AT},
    SHOWN | {"is_late": True},
]


@pytest.mark.parametrize("state", NOT_SHOWN)
def test_what_the_public_may_not_read_is_in_none_of_them(client, state):
    consultation = closed()
    question = ask(consultation)
    answered(
        consultation, at=AT, said={question: "canaryanswer"}, name="canaryname", email="canary@test.invalid",
        is_organisation=True, organisation="canaryorganisation", **state,
    )  # fmt: skip
    answered(consultation, at=AT, said={question: "Open words"}, **SHOWN)
    assert "Open words" in texts(client)
    assert "canary" not in texts(client)


def test_of_whom_a_published_answer_is_only_an_organisations_name_is_told(client):
    consultation = closed()
    answered(consultation, at=AT, said={ask(consultation): "Words"}, name="canaryname", email="canary@test.invalid", **SHOWN)
    (row,) = table(client)
    assert (row["from"], row["organisation"]) == ("person", "")
    assert "canary" not in texts(client)


def test_what_was_taken_out_says_why_and_what_it_was_is_nowhere(client):
    consultation = closed()
    response = answered(consultation, at=AT, said={ask(consultation): "Ask canaryneighbour about it, or canaryfriend"}, **SHOWN)
    answer = response.answers.get()
    with change(by=None, why="A test"):
        Redaction.objects.create(answer=answer, start=4, length=15, reason="names a person", made_at=AT)
        Redaction.objects.create(answer=answer, start=33, length=12, reason="names another", made_at=AT)
        Redaction.objects.create(answer=answer, start=0, length=3, reason="lifted", made_at=AT, lifted_at=AT, lifted_reason="x")
    assert table(client)[0]["words"] == "Ask [taken out: names a person] about it, or [taken out: names another]"
    assert "canary" not in texts(client)


@pytest.mark.parametrize("end", ["csv", "xlsx", "json"])
def test_what_is_no_public_consultation_has_no_answers(client, end):
    assert client.get(BASE + end).status_code == 404
    drafted()
    assert client.get(BASE + end).status_code == 404


def test_no_cell_is_a_formula(client):
    consultation = closed()
    answered(
        consultation, at=AT, said={ask(consultation): '=HYPERLINK("x")'}, is_organisation=True, organisation="@SUM(A1)", **SHOWN
    )
    (row,) = table(client)
    assert (row["words"][0], row["organisation"][0]) == ("'", "'")
    sheet = openpyxl.load_workbook(io.BytesIO(body(client, "xlsx"))).active
    assert not [cell for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]


@pytest.mark.parametrize("end", ["csv", "xlsx", "json"])
def test_a_tag_is_answered_with_304_until_something_changes(client, end):
    consultation = closed()
    response = answered(consultation, at=AT, said={ask(consultation): "Words"}, **SHOWN)
    first = client.get(BASE + end)
    first.getvalue()
    assert first["Last-Modified"]
    assert client.get(BASE + end, headers={"If-None-Match": first["ETag"]}).status_code == 304
    with change(by=None, why="Withdrawn"):
        response.withdrawn_at = AT
        response.save()
    assert client.get(BASE + end, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_it_is_read_in_steps_at_one_cost_a_step(monkeypatch, django_assert_num_queries):
    consultation = closed()
    question = ask(consultation)
    for _ in range(5):
        answered(consultation, at=AT, said={question: "Words"}, **SHOWN)
    monkeypatch.setattr(open_answers, "STEP", 2)
    with django_assert_num_queries(1 + 3 * 4 + 1):  # the questions, three steps, and the end of them
        assert len(list(answer_rows(consultation))) == 5


spans = st.builds(Span, st.integers(0, 40), st.integers(1, 20))
covered = st.lists(st.builds(Hidden, spans, st.sampled_from(["why", "because"])), max_size=6)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet="abcdefgh ", max_size=30), covered)
def test_no_covered_character_is_ever_shown(words, taken):
    """Each character of the original is marked by its place, so that one that slips through is found."""
    marked = "".join(chr(0x4E00 + place) for place in range(len(words)))
    shown = in_words(marked, taken)
    hidden = {place for one in taken for place in range(one.span.start, min(one.span.end, len(words)))}
    assert [ord(char) - 0x4E00 for char in shown if char >= "\u4e00"] == [
        place for place in range(len(words)) if place not in hidden
    ]


def test_stretches_that_overlap_are_one_with_both_reasons():
    assert (
        in_words("0123456789", [Hidden(Span(2, 4), "a"), Hidden(Span(4, 4), "b"), Hidden(Span(5, 1), "a")])
        == "01[taken out: a; b]89"
    )
