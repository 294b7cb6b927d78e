"""Waiting, giving up, and what counts as one address: arithmetic without a database."""

import smtplib
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compact_portal.mail import rules

MINUTE = timedelta(minutes=1)


def test_the_first_waits_double():
    assert [rules.wait_after(n) / MINUTE for n in range(1, 9)] == [1, 2, 4, 8, 16, 32, 64, 128]


@given(st.integers(1, 10_000))
def test_a_wait_never_shrinks_and_is_never_longer_than_four_hours(attempts):
    assert MINUTE <= rules.wait_after(attempts) <= rules.wait_after(attempts + 1) <= timedelta(hours=4)


@given(st.integers(1, 10_000))
def test_a_wait_is_double_the_one_before_until_it_stops_growing(attempts):
    doubled = rules.wait_after(attempts) * 2
    assert rules.wait_after(attempts + 1) in (doubled, rules.LONGEST_WAIT)


@pytest.mark.parametrize("attempts", [0, -1])
def test_there_is_no_wait_before_the_first_attempt(attempts):
    with pytest.raises(ValueError, match="never tried"):
        rules.wait_after(attempts)


def test_a_mail_is_given_up_after_two_days_and_not_before():
    waited, attempts = timedelta(), 1
    while not rules.given_up(attempts):
        waited += rules.wait_after(attempts)
        attempts += 1
    assert timedelta(days=2) <= waited <= timedelta(days=3)
    assert rules.given_up(attempts + 1)


def test_a_mail_in_flight_is_left_alone_for_longer_than_any_talk_with_a_server(settings):
    steps = 12  # connect, greeting, EHLO, STARTTLS, EHLO, AUTH in two, MAIL, RCPT, DATA, the words, QUIT
    assert steps * timedelta(seconds=getattr(settings, "EMAIL_TIMEOUT", None) or 10) < rules.IN_FLIGHT


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Treasurer@Choir.Example", " treasurer@choir.example "),
        ("a@bücher.example", "A@xn--bcher-kva.example"),
        ("a@BÜCHER.example", "a@bücher.example"),
    ],
)
def test_two_spellings_are_one_address(one, other):
    assert rules.folded_address(one) == rules.folded_address(other)


def test_different_addresses_stay_different():
    assert rules.folded_address("a.b@choir.example") != rules.folded_address("ab@choir.example")


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_and_never_fails(address):
    assert rules.folded_address(rules.folded_address(address)) == rules.folded_address(address)


@given(st.text())
def test_a_subject_is_one_line_of_at_most_200_characters(words):
    line = rules.subject_line(words)
    assert len(line) <= 200
    assert line.splitlines() in ([], [line])


def test_a_long_subject_says_that_it_was_cut():
    assert rules.subject_line("x" * 200) == "x" * 200
    assert rules.subject_line("x" * 201) == "x" * 199 + "…"


def refused(code: int, words: bytes) -> smtplib.SMTPRecipientsRefused:
    return smtplib.SMTPRecipientsRefused({"treasurer@choir.example": (code, words)})


@pytest.mark.parametrize(
    ("problem", "diagnostic"),
    [
        (refused(550, b"5.1.1 No such person"), "5.1.1"),
        (refused(550, b"no such person, 5.1.1"), "5.0.0"),
        (refused(553, b"5.1.1234 odd"), "5.0.0"),
        (refused(550, b"\xff\xfe"), "5.0.0"),
        (refused(450, b"4.2.0 Greylisted"), ""),
        (smtplib.SMTPSenderRefused(550, b"5.7.1 Not you", "a@portal.example"), ""),
        (smtplib.SMTPDataError(554, b"5.7.1 Not this"), ""),
        (ConnectionRefusedError(111, "Connection refused"), ""),
    ],
)
def test_only_a_refusal_of_the_address_for_good_is_a_bounce(problem, diagnostic):
    assert rules.refused_for_good(problem) == diagnostic


@pytest.mark.parametrize(
    ("problem", "kept"),
    [
        (refused(550, b"5.1.1 <treasurer@choir.example> unknown"), "SMTPRecipientsRefused 550"),
        (smtplib.SMTPDataError(451, b"try treasurer@choir.example later"), "SMTPDataError 451"),
        (ConnectionRefusedError(111, "Connection refused"), "ConnectionRefusedError 111"),
        (ValueError("treasurer@choir.example"), "ValueError"),
    ],
)
def test_what_is_kept_about_a_problem_names_nobody(problem, kept):
    assert rules.told(problem) == kept
