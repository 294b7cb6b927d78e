"""What the public reads of answers: counts that tell of nobody, published words, redactions with their reason."""

from datetime import timedelta

import pytest

from compact_portal.lib.clock import now
from consultations.actions.publishing import withhold_response
from consultations.actions.redacting import hide_words
from consultations.models import Answer, Consultation, QuestionCount, Response
from consultations.queries.shown import PAGE
from consultations.rules.redaction import Span
from tests.consultations.after import asked, in_time, published, said, weeks, words_of
from tests.consultations.asking import agency, answered, ask, opened
from tests.undertakings.pages import queries_of, read
from tests.undertakings.pages import said as text

pytestmark = pytest.mark.django_db
AT = now()
ADDRESS = "/consultations/the-market-square/answers/"


def count(question, *numbers: int) -> None:
    """The kept counts of a question's choices, or of its ratings from 1 on."""
    choices = list(question.choices.all())
    for place, number in enumerate(numbers):
        key = {"choice": choices[place]} if choices else {"rating": place + 1}
        QuestionCount.objects.create(question=question, count=number, **key)


def test_before_the_close_nothing_is_told(client):
    consultation = opened()
    question = ask(consultation, "Which?", "one", "Stay", "Move")
    count(question, 20, 30)
    response = answered(consultation, AT - timedelta(days=1), {question: "Early words"}, may_publish=True)
    Response.objects.filter(pk=response.pk).update(published_at=AT)  # past the action, which refuses it
    page = read(client, ADDRESS)
    assert "Answers can be read after the close" in text(page.main)
    assert "Early words" not in text(page)
    assert "50" not in text(page.main)
    assert client.get(f"{ADDRESS}{response.reference}/").status_code == 404


def test_counts_are_drawn_and_in_a_table_and_small_ones_are_not_told(client):
    consultation, _ = asked(answered=61)
    count(ask(consultation, "Which way?", "one", "Stay", "Move", "Neither"), 40, 18, 3)
    count(ask(consultation, "Do you agree?", "agree"), 5, 0, 0, 6, 50)
    page = read(client, ADDRESS)
    assert "61 answers came in time" in text(page.main)
    first, second = page.select("table.stack")
    assert [" ".join(text(cell) for cell in row.select("th, .n")) for row in first.select("tbody tr")] == [
        "Stay 40",
        "Move not shown",
        "Neither not shown",
    ]
    assert [row.rect["width"] if row.rect else "" for row in first.select("tbody tr")] == ["300.0", "", ""]
    assert text(first.caption) == "One of several: 61 answers"
    assert [text(cell) for cell in second.select("td.n")] == ["50", "6", "0", "0", "5"]
    assert "A count below five is not shown" in text(page.main)


def test_fewer_than_five_answers_are_told_as_that(client):
    _, question = asked(answered=3)
    QuestionCount.objects.create(question=question, count=3)
    words = text(read(client, ADDRESS).main)
    assert "Fewer than five answers came in time." in words
    assert "Fewer than five answered in words." in words
    assert "3" not in words.replace("The market square", "")


def test_a_published_answer_names_its_organisation_and_no_person(client):
    consultation, question = asked(answered=2)
    published(said(consultation, question, "From us.", is_organisation=True, organisation="Sample Friends", name="A. Secret"))
    published(said(consultation, question, "From me.", name="B. Secret", email="b@test.invalid", manner="paper"))
    page = read(client, ADDRESS)
    one, two = page.select("article.entry")
    assert text(one.h3).startswith("Sample Friends")
    assert text(two.h3).startswith("A person")
    assert "Came on paper" in text(two)
    assert "Secret" not in str(page)
    assert "b@test" not in str(page)


def test_hidden_words_are_shown_as_hidden_with_the_reason(client):
    consultation, question = asked()
    response = published(said(consultation, question, "Mrs Example lives here. Keep it."))
    [row] = hide_words(answer=words_of(response), spans=[Span(0, 11)], reason="It names a person", by=None, at=AT)
    for address in (ADDRESS, f"{ADDRESS}{response.reference}/"):
        page = read(client, address)
        assert "[hidden: It names a person] lives here. Keep it." in text(page.main)
        assert "Mrs" not in str(page.main)
        assert text(page.mark) == "[hidden: It names a person]"
    assert row.length == 11


@pytest.mark.parametrize(
    "mark",
    [{"may_publish": False}, {"is_confidential": True}, {"withdrawn_at": AT}, {"is_late": True}, {"published_at": None}],
)
def test_an_answer_that_may_not_be_read_is_not_there(client, mark):
    consultation, question = asked()
    response = said(consultation, question, "Unreadable", **({"may_publish": True} | mark))
    assert "Unreadable" not in str(read(client, ADDRESS))
    assert client.get(f"{ADDRESS}{response.reference}/").status_code == 404


def test_what_is_taken_back_is_gone_at_once(client):
    consultation, question = asked()
    response = published(said(consultation, question, "Readable"))
    assert "Readable" in str(read(client, ADDRESS))
    withhold_response(response=response, reason="x", by=None, at=AT)
    assert "Readable" not in str(read(client, ADDRESS))
    assert client.get(f"{ADDRESS}{response.reference}/").status_code == 404


def test_the_same_number_under_another_consultation_is_not_there(client):
    _, question = asked()
    response = published(said(question.consultation, question))
    asked(title="Other")
    assert client.get(f"/consultations/other/answers/{response.reference}/").status_code == 404


def many(consultation: Consultation, question, number: int) -> None:
    """So many published answers past the actions: only their rows."""
    rows = Response.objects.bulk_create(
        Response(
            reference=f"T-{place:06d}", token=f"{place:032x}", consultation=consultation, may_publish=True, published_at=AT,
            received_at=in_time(consultation), partner=agency("Sample Group") if place == 0 else None, is_organisation=place == 0,
        )
        for place in range(number)
    )  # fmt: skip
    Answer.objects.bulk_create(Answer(response=row, question=question, words=f"Said {row.reference}") for row in rows)


def test_every_published_answer_is_met_once(client):
    consultation, question = asked()
    many(consultation, question, PAGE * 2 + 3)
    found, address = [], ADDRESS
    while address:
        page = read(client, address)
        found += [text(one.select_one(".prose")) for one in page.select("article.entry")]
        link = page.select_one('.pager a[rel="next"]')
        address = link["href"] if link else ""
    assert found == [f"Said T-{place:06d}" for place in range(PAGE * 2 + 3)]


@pytest.mark.parametrize("number", [1, 30, 200])
def test_the_page_costs_the_same_however_many_answers_there_are(client, number):
    consultation, question = asked()
    many(consultation, question, number)
    assert queries_of(client, ADDRESS) <= 12
    assert queries_of(client, f"{ADDRESS}T-000000/") <= 8


@pytest.mark.parametrize("asked_for", ["after=0", "after=x", "after=%00", "after=" + "9" * 30, "after=-1", "q=1"])
def test_what_an_address_cannot_mean_counts_as_not_said(client, asked_for):
    consultation, question = asked()
    published(said(consultation, question, "Readable"))
    assert "Readable" in str(read(client, f"{ADDRESS}?{asked_for}"))


def test_an_answer_is_words_and_never_markup(client):
    consultation, question = asked()
    response = published(said(consultation, question, "<script>alert(1)</script>\n<img src=x>"))
    hide_words(answer=words_of(response), spans=[Span(26, 4)], reason="<b>why</b>", by=None, at=AT)
    for address in (ADDRESS, f"{ADDRESS}{response.reference}/"):
        raw = client.get(address).content
        assert b"<script>alert" not in raw
        assert b"<img" not in raw
        assert b"<b>why" not in raw


def test_a_consultation_that_is_not_public_has_no_such_pages(client):
    consultation, question = asked()
    response = published(said(consultation, question))
    Consultation.objects.update(approved_at=None)
    for address in (ADDRESS, f"{ADDRESS}{response.reference}/", "/consultations/the-market-square/outcome/"):
        assert client.get(address).status_code == 404


def test_published_answer_list_and_published_answer_detail_follow_a_slug_that_changed(client):
    from compact_portal.audit.actions import remember_slug

    consultation, question = asked()
    response = published(said(consultation, question))
    Consultation.objects.update(slug="new")
    remember_slug(consultation, "the-market-square", "new")
    assert client.get(ADDRESS)["Location"] == "/consultations/new/answers/"
    assert client.get(f"{ADDRESS}{response.reference}/")["Location"] == f"/consultations/new/answers/{response.reference}/"
    assert client.get("/consultations/the-market-square/outcome/")["Location"] == "/consultations/new/outcome/"
    weeks()
