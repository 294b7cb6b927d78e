"""In the workspace: the answers that somebody gave, by themselves or for an organisation; what officers type in."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from compact_portal.lib.clock import now
from compact_portal.lib.dates import end_of_day, in_words, start_of_day
from consultations.models import Answer, Consultation, Response
from consultations.queries.answering import answers_in
from consultations.queries.counting import wrong_counts
from tests.consultations.answers import Answerer, a_consultation, links_mailed, questions, said_errors, sent, soup_of
from tests.consultations.asking import closed
from tests.house.personas import Personas
from tests.undertakings.pages import said

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mail_waits(settings: Any) -> None:
    settings.PORTAL_MAIL = "queue"
    settings.ACCOUNT_RATE_LIMITS = {}


@pytest.fixture
def asked(loaded: None, personas: Personas) -> Consultation:
    return a_consultation(of=personas.partners["x"])


@pytest.fixture
def of_a(asked, personas: Personas) -> Response:
    return sent(asked, partner=personas.partners["a"], by=personas.people["signatory_a"])


def test_the_list_has_ones_own_and_those_of_ones_partners(asked, of_a, personas: Personas):
    mine = sent(asked, by=personas.people["contributor_b"])
    sent(asked, by=None)
    assert of_a.reference in said(soup_of(personas.client("contributor_a").get(reverse("consultations:given_answer_list"))).main)
    client = personas.client("contributor_b")
    page = soup_of(client.get(reverse("consultations:given_answer_list")))
    assert len(page.select("main li a[href*='/workspace/answers/']")) == 1
    assert mine.reference in said(page.main)
    assert "No answers yet" in said(soup_of(personas.client("partless").get("/workspace/answers/")).main)


def test_the_list_asks_the_same_of_the_database_for_one_and_for_thirty_and_pages(asked, personas: Personas):
    client, counts = personas.client("contributor_b"), []
    client.get("/workspace/answers/")  # the frame's name of the compact is kept from here on
    for more in (1, 30):
        for _ in range(more):
            sent(asked, by=personas.people["contributor_b"])
        with CaptureQueriesContext(
            connection,
        ) as asking:
            page = soup_of(client.get("/workspace/answers/"))
        counts.append(len(asking))
    assert counts[0] == counts[1]
    following = page.select_one("a[rel=next]")["href"]
    assert len(soup_of(client.get(following)).select("main li a[href*='/workspace/answers/']")) == 1
    assert client.get("/workspace/answers/?before=x").status_code == 200


def test_an_answer_is_changed_from_the_workspace(asked, of_a, personas: Personas):
    client = personas.client("contributor_a")
    walk = Answerer(asked, client)
    assert client.post(f"/workspace/answers/{of_a.reference}/")["Location"] == walk.root + "check/"
    page = soup_of(client.get(walk.root + "check/"))
    assert f"takes the place of answer {of_a.reference}" in said(page.main)
    walk.send("questions/1/", **{f"q{questions(asked)[0].pk}": "Changed"})
    assert walk.post("check/", over=page.select_one("input[name=over]")["value"]).status_code == 302
    of_a.refresh_from_db()
    assert answers_in(of_a)[questions(asked)[0].pk].words == "Changed"
    assert of_a.changed_at
    assert wrong_counts(asked) == []


def test_given_answer_withdraw_asks_first(asked, of_a, personas: Personas):
    client, path = personas.client("signatory_a"), f"/workspace/answers/{of_a.reference}/withdraw/"
    assert "What answer" in said(soup_of(client.get(path)).main)
    assert Answer.objects.exists()
    page = soup_of(client.post(path, follow=True))
    assert "The answer is withdrawn." in said(page.main)
    assert "What it said is deleted." in said(page.main)
    assert not Answer.objects.exists()


def test_a_mailed_link_shows_changes_and_withdraws(asked):
    made = sent(asked, by=None)
    [link] = links_mailed()
    walk = Answerer(asked)
    page = soup_of(walk.client.get(link))
    assert "Yes, but keep the trees." in said(page.main)
    assert Response.objects.get().version == 1, "opening it does nothing"
    assert walk.client.post(link)["Location"] == walk.root + "check/"
    walk.client.get(link + "withdraw/")
    assert Response.objects.get().withdrawn_at is None
    assert walk.client.post(link + "withdraw/")["Location"] == link
    assert "It was withdrawn on" in said(soup_of(walk.client.get(link)).main)
    made.refresh_from_db()
    assert made.withdrawn_at
    assert "withdrawn meanwhile" in said(soup_of(walk.post("check/")).select_one(".problem"))


def test_after_the_close_the_link_only_shows(asked):
    sent(asked)
    [link] = links_mailed()
    yesterday = now().date() - timedelta(days=1)
    Consultation.objects.update(closes_on=yesterday, closes_at=end_of_day(yesterday))
    client = Answerer(asked).client
    page = soup_of(client.get(link))
    assert "It cannot be changed any more" in said(page.main)
    assert not page.select("main form")
    assert client.post(link).status_code == 409
    assert client.post(link + "withdraw/").status_code == 409
    assert Answer.objects.exists()


@pytest.mark.parametrize("kind", ["resume", "change"])
def test_a_link_that_nobody_mailed_or_that_is_about_another_consultation_opens_nothing(asked, kind):
    sent(asked)
    [link] = links_mailed()
    other = a_consultation(title="Another")
    client = Answerer(asked).client
    assert client.get(f"/consultations/{asked.slug}/respond/{kind}/unknown/").status_code == 404
    assert client.get(link.replace(asked.slug, other.slug)).status_code == 404
    assert client.get(f"/consultations/{asked.slug}/respond/change/unknown/copy.pdf").status_code == 404


def test_who_goes_on_another_day_loses_nothing(asked):
    walk = Answerer(asked).begin().answer("Half done")
    assert walk.send("later/", email="Later@Sample.invalid ") == "later/sent/"
    assert "later@sample.invalid" in said(soup_of(walk.client.get(walk.root + "later/sent/")).main)
    [link] = links_mailed("resume", to="later@sample.invalid")
    other = Answerer(asked)
    assert other.client.get(link)["Location"] == walk.root + "check/"
    assert "Half done" in said(soup_of(other.client.get(walk.root + "check/")).main)
    other.press()
    assert walk.client.get(link)["Location"] == walk.root + "sent/"


@pytest.mark.parametrize("words", ["Plain.\nTwo lines.", "*stars* #set(x) $y$ \\ <b>", "café 合唱団 🎶"])
def test_the_copy_says_what_was_answered_in_a_tagged_pdf(asked, words, personas: Personas, tmp_path):
    made = sent(asked, words=words, by=personas.people["contributor_b"])
    answer = personas.client("contributor_b").get(f"/workspace/answers/{made.reference}/copy.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="answer-{made.reference}.pdf"'
    file = tmp_path / "copy.pdf"
    file.write_bytes(answer.content)
    reader = PdfReader(file)
    text = " ".join(page.extract_text() for page in reader.pages)
    assert made.reference in text
    assert "Sample Reader" in text
    if words.isascii():
        assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
        assert words.split("\n")[0] in text


# What came otherwise


def entry(asked: Consultation, **more: Any) -> dict[str, Any]:
    day = asked.opens_on
    return {
        "token": "5b1a8a5e-52a1-4b5c-9f3a-00000000000c", "manner": "paper", "came_on_day": day.day, "came_on_month": day.month,
        "came_on_year": day.year, "is_organisation": "no", "name": "Sample Letter Writer",
        f"q{questions(asked)[0].pk}": "By hand", **more,
    }  # fmt: skip


def test_an_officer_types_in_a_letter_and_it_counts_once(asked, personas: Personas):
    client, path = personas.client("officer_x1"), f"/workspace/consultations/{asked.slug}/answers/new/"
    for _ in range(3):
        assert client.post(path, entry(asked))["Location"] == path
    made = Response.objects.get()
    assert (made.manner, made.entered_by, made.responder, made.may_publish) == ("paper", personas.people["officer_x1"], None, False)
    assert made.received_at == start_of_day(asked.opens_on)
    asked.refresh_from_db()
    assert asked.answered == 1
    assert wrong_counts(asked) == []


def test_late_is_what_came_late_not_what_is_typed_in_late(loaded, personas: Personas):
    made = closed(days_ago=3, of=personas.partners["x"])
    client, path = personas.client("officer_x1"), f"/workspace/consultations/{made.slug}/answers/new/"
    for number, day in enumerate((made.closes_on, made.closes_on + timedelta(days=1))):
        typed = {
            "token": f"5b1a8a5e-52a1-4b5c-9f3a-00000000010{number}", "manner": "email", "is_organisation": "no",
            "came_on_day": day.day, "came_on_month": day.month, "came_on_year": day.year,
        }  # fmt: skip
        assert client.post(path, typed).status_code == 302
    assert [row.is_late for row in Response.objects.order_by("pk")] == [False, True]


def test_the_entry_form_says_what_is_wrong(asked, personas: Personas):
    client, path = personas.client("officer_x1"), f"/workspace/consultations/{asked.slug}/answers/new/"
    before = asked.opens_on - timedelta(days=1)
    wrong = {"came_on_day": before.day, "came_on_month": before.month, "came_on_year": before.year, "is_organisation": "yes"}
    answer = client.post(path, entry(asked, **wrong))
    assert said_errors(answer) == [
        f"It opened on {in_words(asked.opens_on)}, so an answer came on that day or later",
        "Fill in “Name of the organisation or group”, or choose “A person”",
    ]
    assert "By hand" in said(soup_of(answer).select_one("textarea")), "what was typed stays"
    assert client.post(path, entry(asked, manner="online", token="x")).status_code == 422
    assert not Response.objects.exists()
