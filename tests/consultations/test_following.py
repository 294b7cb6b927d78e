"""Following by mail: follow_create, follow_create_all, follow_sent, follow_confirm, follow_end."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from compact_portal.mail.actions import forget_mail
from compact_portal.mail.letters import as_email
from compact_portal.mail.models import Message
from consultations.actions.following import ask_to_follow, end_address, forget_follows
from consultations.models import ConsultationLink, Follow
from tests.consultations.asking import closed, drafted, opened
from tests.consultations.followers import READER, follows, mails, path_in
from tests.undertakings.pages import read, said, set_instant

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ASKED = {"email": READER, "manner": "weekly"}


@pytest.fixture(autouse=True)
def _mail_waits(settings, monkeypatch):
    settings.PORTAL_MAIL = "queue"
    settings.PORTAL_ADDRESS = "https://portal.example"
    set_instant(monkeypatch, AT)


def heading(client: Client, address: str, status: int = 200) -> str:
    return said(read(client, address, status).h1)


def test_asking_mails_a_link_and_its_button_begins_it(client):
    consultation = opened()
    assert client.post("/consultations/the-market-square/follow/", ASKED)["Location"] == "/consultations/follow/sent/"
    assert heading(client, "/consultations/follow/sent/") == "Look in your mail"
    follow = Follow.objects.get()
    assert (follow.consultation, follow.confirmed_at) == (consultation, None)
    link = path_in(mails()[0], "/confirm/")
    for _ in range(3):
        assert heading(client, link) == "Do you want to follow?"
        client.head(link)
    assert Follow.objects.get().confirmed_at is None
    client.post(link)
    follow.refresh_from_db()
    assert (follow.confirmed_at, follow.manner) == (AT, "weekly")
    assert heading(client, link) == "You follow"
    assert "one letter a week" in said(read(client, link).main)


def test_all_of_them_can_be_followed(client):
    client.post("/consultations/follow/", {"email": READER.upper(), "manner": "each"})
    client.post(path_in(mails()[0], "/confirm/"))
    follow = Follow.objects.get()
    assert (follow.consultation, follow.email, follow.manner) == (None, READER, "each")


def test_the_answer_is_the_same_for_an_address_that_follows_already(client):
    consultation = opened()
    follows(consultation, since=AT)
    answers = []
    for email in (READER, "new@test.invalid"):
        response = client.post("/consultations/the-market-square/follow/", {"email": email, "manner": "each"}, follow=True)
        answers.append((response.status_code, response.redirect_chain, response.content))
    assert answers[0] == answers[1]
    known, new = mails()
    assert known.body.replace(path_in(known, "/confirm/"), "") == new.body.replace(path_in(new, "/confirm/"), "")


def test_nobody_changes_how_often_somebody_else_is_written_to(client):
    consultation = opened()
    follow = follows(consultation, since=AT)
    client.post("/consultations/the-market-square/follow/", ASKED)
    follow.refresh_from_db()
    assert follow.manner == "each"
    client.post(path_in(mails()[0], "/confirm/"))
    follow.refresh_from_db()
    assert (follow.manner, follow.confirmed_at, Follow.objects.count()) == ("weekly", AT, 1)


def test_a_link_runs_out_and_only_the_newest_works(client, monkeypatch):
    opened()
    for _ in range(2):
        client.post("/consultations/the-market-square/follow/", ASKED)
    first, second = (path_in(one, "/confirm/") for one in mails())
    assert heading(client, first) == "This link has run out"
    client.post(first)
    assert Follow.objects.get().confirmed_at is None
    set_instant(monkeypatch, AT + timedelta(days=7))
    assert heading(client, second) == "This link has run out"
    client.post(second)
    assert Follow.objects.get().confirmed_at is None
    assert heading(client, "/consultations/follow/confirm/nobody/", 404) == "We do not know this link"


def test_a_used_link_does_not_bring_back_what_was_ended(client):
    opened()
    client.post("/consultations/the-market-square/follow/", ASKED)
    link = path_in(mails()[0], "/confirm/")
    client.post(link)
    client.post(end_address(Follow.objects.get(), at=AT))
    assert not Follow.objects.exists()
    client.post(link)
    assert not Follow.objects.exists()


def test_one_link_ends_it_and_says_so_however_often_it_is_opened(client):
    consultation = opened()
    follow, other = follows(consultation, since=AT), follows(since=AT)
    path = end_address(follow, at=AT)
    assert path == end_address(follow, at=AT + timedelta(days=30))
    assert ConsultationLink.objects.count() == 1
    for _ in range(2):
        assert heading(client, path) == "End the letters?"
    client.post(path)
    assert heading(client, path) == "The letters have ended"
    client.post(path)
    assert list(Follow.objects.all()) == [other]
    assert heading(client, "/consultations/follow/end/nobody/") == "The letters have ended"


def test_it_can_end_all_that_an_address_follows(client):
    follow = follows(opened(), since=AT)
    follows(since=AT), follows(None, "other@test.invalid", since=AT)
    client.post(end_address(follow, at=AT, everything=True))
    assert [one.email for one in Follow.objects.all()] == ["other@test.invalid"]


def test_a_mail_program_ends_it_with_one_post_and_no_cookie():
    """RFC 8058: the body is List-Unsubscribe=One-Click, and neither a cookie nor a token comes with it."""
    follow = follows(opened(), since=AT)
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(end_address(follow, at=AT), {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, Follow.objects.count()) == (200, 0)


def test_asking_still_needs_the_forms_token():
    opened()
    assert Client(enforce_csrf_checks=True).post("/consultations/the-market-square/follow/", ASKED).status_code == 403


@pytest.mark.parametrize("wrong", ["", "nobody", "a@b", "x" * 300 + "@test.invalid", "a b@test.invalid", "a\x00@test.invalid"])
def test_what_is_no_address_is_told_beside_the_field(client, wrong):
    opened()
    response = client.post("/consultations/the-market-square/follow/", {"email": wrong, "manner": "each"})
    assert response.status_code == 422
    assert not Message.objects.exists()


def test_how_often_is_chosen_from_the_list(client):
    opened()
    response = client.post("/consultations/the-market-square/follow/", {"email": READER, "manner": "hourly"})
    assert response.status_code == 422
    assert "Choose one of the answers in the list" in response.content.decode()


def test_what_is_not_public_cannot_be_followed(client):
    drafted()
    assert client.get("/consultations/the-market-square/follow/").status_code == 404
    assert client.post("/consultations/the-market-square/follow/", ASKED).status_code == 404


def test_nobody_is_written_to_more_than_a_few_times(client):
    opened()
    codes = [client.post("/consultations/the-market-square/follow/", ASKED).status_code for _ in range(6)]
    assert codes == [302] * 4 + [429] * 2
    assert len(mails()) == 4


def test_only_digests_of_tokens_are_held(client):
    opened()
    client.post("/consultations/the-market-square/follow/", ASKED)
    token = path_in(mails()[0], "/confirm/").split("/")[4]
    assert len(token) > 30
    assert ConsultationLink.objects.get().token_digest != token


def test_letters_carry_the_headers_that_mail_programs_read():
    follow = follows(opened(), since=AT)
    message = Message(
        to=READER,
        subject="S",
        body="B",
        queued_at=AT,
        message_id="<1@x>",
        unsubscribe=f"https://portal.example{end_address(follow, at=AT)}",
    )
    headers = as_email(message).message()
    assert headers["List-Unsubscribe"] == f"<{message.unsubscribe}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    message.unsubscribe = ""
    assert as_email(message).message()["List-Unsubscribe"] is None


def test_what_is_old_enough_is_forgotten(settings):
    old = closed(days_ago=500)
    old.outcome_on = (AT - timedelta(days=366)).date()
    old.save()
    follows(old, since=AT), follows(opened(title="New"), "new@test.invalid", since=AT)
    ask_to_follow(consultation=None, email="never@test.invalid", manner="each", at=AT - timedelta(days=8))
    ask_to_follow(consultation=None, email="soon@test.invalid", manner="each", at=AT - timedelta(days=6))
    assert forget_follows(at=AT) == 2
    assert sorted(Follow.objects.values_list("email", flat=True)) == ["new@test.invalid", "soon@test.invalid"]
    assert forget_follows(at=AT) == 0


def test_a_link_that_ends_is_taken_out_of_a_mail_that_grew_old():
    follow = follows(opened(), since=AT)
    Message.objects.create(
        to=READER, subject="S", body="B", queued_at=AT, due_at=AT, sent_at=AT, message_id="<1@x>", once="k",
        unsubscribe=end_address(follow, at=AT),
    )  # fmt: skip
    forget_mail(at=AT + timedelta(days=31), keep_days=30)
    assert Message.objects.get().unsubscribe == ""
