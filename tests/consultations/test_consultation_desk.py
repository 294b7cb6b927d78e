"""The officer's pages: the desk, the steps, the checks, approval, questions and the window, each with what is refused."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from compact_portal.lib.clock import today
from consultations.models import Consultation, Question, WindowEntry
from tests.consultations.asking import approved, closed, drafted, opened
from tests.consultations.writing import draft, fresh, planned, public, submitted, thresholds, window
from tests.funding.agreeing import of_day
from tests.undertakings.drafting import hidden_version
from tests.undertakings.pages import queries_of, read, said

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
DESK = reverse("consultations:consultation_desk")


@pytest.fixture(autouse=True)
def _numbers(db):
    thresholds()


@pytest.fixture
def officer(personas):
    return personas.client("officer_x1")


@pytest.fixture
def second(personas):
    return personas.client("officer_x2")


@pytest.fixture
def x(personas):
    return personas.partners["x"]


def at(name: str, row, *more) -> str:
    return reverse(f"consultations:{name}", args=[row.slug, *more])


def send(client, address: str, **typed):
    first = client.get(address)
    assert first.status_code == 200, first.status_code
    held = re.search(r'name="version"[^>]*value="|value="[0-9]+"[^>]*name="version"', first.content.decode())
    version = {"version": hidden_version(first)} if held else {}
    return client.post(address, version | typed)


def test_the_desk_says_what_is_to_be_done_and_by_when(officer, personas, x):
    submitted(by=personas.people["officer_x2"], of=x, title="To approve")
    drafted(x, "A draft of ours")
    approved(today() + 5 * DAY, today() + 70 * DAY, x, title="Opening")
    opened(days_left=0, of=x, title="Closing")
    closed(days_ago=85, of=x, title="Late")
    closed(days_ago=84 - 7, of=x, title="Due in a week")
    closed(days_ago=84 - 28, of=x, title="Due in four weeks")
    closed(days_ago=84 - 29, of=x, title="Due later")
    words = said(read(officer, DESK).main)
    assert "To approveasked for by another officer" in words
    assert "A draft of oursno window yet" in words
    assert "in 5 days" in words
    assert "today; 0 answers so far Last day" in words
    assert "1 day ago Overdue" in words
    assert "in 7 days This week" in words
    assert "Due in four weeks" in words
    assert "Due later" not in words


@pytest.mark.parametrize("count", [1, 30])
def test_the_desk_costs_the_same_however_much_there_is(officer, x, count):
    for number in range(count):
        drafted(x, f"Draft {number}")
        opened(days_left=1, of=x, title=f"Open {number}")
        closed(days_ago=90, of=x, title=f"Closed {number}")
    assert queries_of(officer, DESK) == 12
    assert queries_of(officer, reverse("consultations:own_consultation_list", args=["test-x"])) == 8


def test_another_agencys_desk_shows_nothing_of_ours(personas, x):
    drafted(x, "A draft of ours")
    assert "A draft of ours" not in said(read(personas.client("officer_y"), DESK).main)


def test_a_consultation_is_written_in_steps_checked_approved_and_read(officer, second, x):
    answer = officer.post(reverse("consultations:consultation_create", args=["test-x"]), {"title": "The hall", "later": "yes"})
    row = Consultation.objects.get()
    assert answer["Location"] == at("own_consultation_detail", row)
    assert "Only your agency sees it." in said(read(officer, answer["Location"]).main)
    about = {"title": "The hall", "summary": "Who uses it.", "proposal": "To let it.", "why_now": "The lease ends."}
    assert send(officer, at("consultation_update", row, "proposal"), **about)["Location"].endswith("/edit/options/")
    send(officer, at("consultation_update", row, "options"), options="To let it, or not.")
    send(officer, at("consultation_update", row, "effect"), effect="Less room.")
    who = {"audiences": ["groups"], "groups_women": "Sample Women\n\nSample Women", "groups_minority": "Sample Minority",
           "groups_excluded": "Sample Shelter"}  # fmt: skip
    send(officer, at("consultation_update", row, "who"), **who)
    send(officer, at("consultation_update", row, "formats"), contact="The desk", contact_phone="01632 960000")
    refused = send(officer, at("consultation_submit", row))
    assert refused.status_code == 422
    assert "The window is not set" in refused.content.decode()
    assert "There is no question" in refused.content.decode()
    send(officer, at("question_create", row), kind="one", words="Which?", choices="The hall\nThe yard", position="1")
    opens_on = today() + 10 * DAY
    assert send(officer, at("window_update", row), **of_day("opens_on", opens_on)).status_code == 302
    row = fresh(row)
    assert row.closes_on == opens_on + 56 * DAY  # left empty, it is the compact's
    for key in ("holidays",):
        send(officer, at("check_explain", row, key), words="We know.")
    assert send(officer, at("consultation_submit", row)).status_code == 302
    own = send(officer, at("consultation_approve", row))
    assert own.status_code == 422
    assert "another officer of your agency" in own.content.decode()
    assert send(second, at("consultation_approve", row)).status_code == 302
    page = said(read(officer, at("consultation_detail", row)).main)
    assert "Sample Women (women)" in page
    assert "The hall" in page


@pytest.mark.parametrize(
    ("step", "typed", "says"),
    [
        ("proposal", {"title": "", "proposal": "Keep these words"}, "Fill in “Title”"),
        ("proposal", {"title": "x" * 141, "proposal": "Keep these words"}, "Shorten"),
        ("formats", {"contact_email": "nonsense", "other_ways": "Keep these words"}, "in full"),
        ("who", {"groups_women": "x" * 201, "who_asked": "Keep these words"}, "Shorten each name"),
        ("who", {"audiences": ["nonsense"], "who_asked": "Keep these words"}, "nonsense"),
    ],
)
def test_a_fault_is_told_and_everything_typed_stands(officer, x, step, typed, says):
    row = draft(x)
    answer = send(officer, at("consultation_update", row, step), **typed)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert "Keep these words" in answer.content.decode()


def test_who_saved_meanwhile_is_told_and_nothing_typed_is_lost(officer, second, x):
    row = draft(x)
    first = officer.get(at("consultation_update", row, "options"))
    send(second, at("consultation_update", row, "options"), options="Theirs")
    answer = officer.post(at("consultation_update", row, "options"), {"version": hidden_version(first), "options": "Mine"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Test officer_x2 has saved this" in text
    assert "Mine" in text
    assert fresh(row).options == "Theirs"


def test_a_step_that_is_closed_says_why(officer, x):
    row = opened(of=x)
    answer = officer.get(at("consultation_update", row, "proposal"))
    assert answer.status_code == 403
    assert "It has opened" in answer.content.decode()
    assert officer.get(at("consultation_update", row, "formats")).status_code == 200
    assert officer.get(at("consultation_update", row, "nonsense")).status_code == 404


def test_checks_lead_to_where_each_is_mended_or_explained(officer, x):
    row = draft(x, options="")
    soup = read(officer, at("check_list", row))
    assert soup.select_one(f'a[href="{at("consultation_update", row, "options")}"]')
    assert soup.select_one(f'a[href="{at("window_update", row)}"]')
    explain = at("check_explain", row, "options")
    assert soup.select_one(f'a[href="{explain}"]')
    send(officer, explain, words="There is no other hall.")
    assert "Explained: There is no other hall." in said(read(officer, at("check_list", row)).main)
    assert officer.get(at("check_explain", row, "questions")).status_code == 404


def test_the_preview_is_the_public_page(officer, personas, x):
    row = planned(of=x)
    words = said(read(officer, at("consultation_preview", row)).main)
    assert "Where the market stands on Saturdays." in words
    assert "What do you think?" in words
    assert personas.client("officer_y").get(at("consultation_preview", row)).status_code == 404


def test_it_is_sent_back_with_words_and_voided_with_a_reason(officer, second, x, personas):
    row = submitted(by=personas.people["officer_x1"], of=x)
    assert send(second, at("consultation_return", row)).status_code == 422
    assert send(second, at("consultation_return", row), reason="Name the costs").status_code == 302
    assert "It was sent backName the costs" in said(read(officer, at("own_consultation_detail", row)).main)
    assert send(officer, at("consultation_void", row), reason="Not ours").status_code == 302
    assert "Not ours" in said(read(officer, at("own_consultation_detail", row)).main)
    assert "The market square" not in said(read(officer, DESK).main)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"kind": "one", "choices": "Only one"}, "at least two answers"),
        ({"kind": "several", "choices": "Same\nsame"}, "at least two answers"),
        ({"kind": "agree"}, "Choose the undertaking"),
        ({"kind": ""}, "How is it answered?"),
        ({"kind": "words", "words": ""}, "Fill in “The question”"),
        ({"kind": "words", "position": "0"}, "Choose from 1"),
        ({"kind": "one", "choices": "\n".join(str(number) for number in range(41))}, "at most 40"),
    ],
)
def test_a_question_that_cannot_be_asked_is_told(officer, x, typed, says):
    row = draft(x)
    answer = send(officer, at("question_create", row), **({"words": "Keep these words", "position": "2"} | typed))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert Question.objects.filter(consultation=row).count() == 1


def test_a_question_is_changed_and_taken_out(officer, x):
    row = draft(x)
    one = row.questions.get()
    typed = {"kind": "agree", "words": "Do you agree?", "clause": "Each keeps its rooms.", "position": "1"}
    assert send(officer, at("question_update", row, one.pk), **typed).status_code == 302
    one.refresh_from_db()
    assert (one.kind, one.clause) == ("agree", "Each keeps its rooms.")
    assert "Do you agree?" in said(read(officer, at("question_list", row)).main)
    assert send(officer, at("question_delete", row, one.pk)).status_code == 302
    assert officer.get(at("question_update", row, one.pk)).status_code == 404


@pytest.mark.parametrize(
    ("opens", "closes", "typed", "says"),
    [
        (-1, 60, {}, "does not open in the past"),
        (10, 9, {}, "the day on which it opens"),
        (10, 40, {}, "Say why the window is short"),
        (10, 900, {}, "within a year"),
    ],
)
def test_a_window_that_cannot_be_is_told(officer, x, opens, closes, typed, says):
    row = draft(x)
    days = of_day("opens_on", today() + opens * DAY) | of_day("closes_on", today() + closes * DAY)
    answer = send(officer, at("window_update", row), **days, **typed)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not WindowEntry.objects.filter(consultation=row).exists()


def test_an_open_window_is_extended_with_its_reason_and_closed_early(officer, x):
    row = opened(of=x)
    later = of_day("closes_on", row.closes_on + 7 * DAY)
    refused = send(officer, at("window_update", row), **later)
    assert refused.status_code == 422
    assert send(officer, at("window_update", row), **later, reason="Two groups meet once a month").status_code == 302
    assert "Two groups meet once a month" in said(read(officer, at("window_update", row)).main)
    typed = {"reason": "Nobody is left to ask", "short_reason": "All have answered", "authorised_by": "the Head of Policy"}
    assert send(officer, at("window_close", row), **typed).status_code == 302
    assert fresh(row).closes_on == today()
    assert officer.get(at("window_close", row)).status_code == 404


def test_a_move_under_an_older_page_is_told(officer, x):
    row = public(of=x)
    first = officer.get(at("window_update", row))
    window(row, row.opens_on, row.closes_on + DAY, reason="Meanwhile")
    typed = of_day("opens_on", row.opens_on) | of_day("closes_on", row.closes_on + 9 * DAY) | {"reason": "Mine"}
    answer = officer.post(at("window_update", row), typed | {"version": hidden_version(first)})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "has saved this" in text
    assert "Meanwhile" in text
    assert WindowEntry.objects.filter(consultation=row).count() == 2


def test_who_is_no_officer_is_told_whom_to_ask(personas):
    answer = personas.client("signatory_a").get(DESK)
    assert answer.status_code == 403
    assert "Only an officer of a public agency" in answer.content.decode()
