"""Signing at one instant, on a real PostgreSQL with real threads; each race has a control that shows that it is there."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from compact_portal.lib.chain import START
from compact_portal.mail.models import Message
from signatories.actions import signing
from signatories.actions.signing import NewPartner, Signer, SigningRefused, confirm, sign, sign_journey, start_journey
from signatories.models import Membership, Partner, Person, Signature, SignatureEvent, SigningJourney
from tests.house.races import at_once, kinds_of
from tests.signatories.signers import EMAIL, YOU, a_partner, an_edition, links_mailed, tie
from tests.signatories.signers import Signer as Browser
from tests.undertakings.pages import DAY
from undertakings.models import Edition

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
AT = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
ROUNDS = 8


@pytest.fixture(autouse=True)
def _mail_waits(settings):
    settings.PORTAL_MAIL = "queue"
    settings.ACCOUNT_RATE_LIMITS = {}  # what one test has used up no test's end takes back here


def signed(partner: Partner | NewPartner, email: str = EMAIL) -> str:
    """The token of the link that confirms."""
    journey = start_journey(edition=Edition.objects.in_force(DAY), at=AT)
    return sign(journey=journey, partner=partner, signer=signer(email), at=AT, on=DAY, prefix="SMA")[1]


def signer(email: str = EMAIL) -> Signer:
    return Signer("Sample Chair", "Chair", email, "The committee", DAY)


def press(token: str) -> Signature:
    return confirm(token=token, at=AT, on=DAY)


def two_signers(number: int) -> list[Any]:
    """Two members of one partner press their buttons at one instant."""
    partner = a_partner(f"Sample partner {number}")
    emails = (f"one-{number}@sample.invalid", f"two-{number}@sample.invalid")
    for email in emails:
        tie(partner, email)
    tokens = [signed(partner, email) for email in emails]
    return at_once(*(partial(press, token) for token in tokens))


def test_two_signatories_at_one_instant_make_one_signature_and_the_other_is_told():
    an_edition()
    for number in range(ROUNDS):
        results = two_signers(number)
        assert kinds_of(results) == ["Signature", "SigningRefused"]
        assert [result.why for result in results if isinstance(result, SigningRefused)] == ["signed"]
    assert Signature.objects.standing().count() == SignatureEvent.objects.count() == ROUNDS


def test_without_the_partners_lock_two_signatories_collide(monkeypatch):
    """The control: without the lock only the database's constraint is left, and somebody sees an error."""
    monkeypatch.setattr(signing, "_locked", lambda partner: partner)
    an_edition()
    assert "IntegrityError" in [kind for number in range(ROUNDS) for kind in kinds_of(two_signers(number))]


def test_one_link_pressed_many_times_at_once_confirms_once():
    an_edition()
    for number in range(ROUNDS):
        partner = a_partner(f"Sample partner {number}")
        tie(partner)
        token = signed(partner)
        results = at_once(*[partial(press, token)] * 4)
        assert kinds_of(results) == ["Signature"] + ["SigningRefused"] * 3
    assert SignatureEvent.objects.count() == Signature.objects.standing().count() == ROUNDS


def test_without_locks_one_link_confirms_twice(monkeypatch):
    """The control: the check of the link alone lets several through."""
    through = []
    an_edition()
    for number in range(ROUNDS):
        partner = a_partner(f"Sample partner {number}")
        token = signed(partner)
        barrier = threading.Barrier(2)

        def naive(token=token, barrier=barrier):
            link = signing.link_of(token, purpose="confirm")
            barrier.wait(timeout=30)
            return link.used_at is None

        through += at_once(naive, naive)
    assert through.count(True) == 2 * ROUNDS


def a_journey(partner: Partner) -> SigningJourney:
    journey = start_journey(edition=Edition.objects.in_force(DAY), at=AT)
    journey.answers = {
        "partner": {"partner": partner.pk}, "you": YOU, "pledge": {"pledge": "", "champion": ""},
        "authority": {"body": "The committee", "day": DAY.isoformat()},
    }  # fmt: skip
    journey.save()
    return journey


def test_a_double_click_makes_one_signature_and_one_mail():
    an_edition()
    for number in range(ROUNDS):
        journey = a_journey(a_partner(f"Sample partner {number}"))
        results = at_once(*[partial(sign_journey, journey=journey, at=AT, on=DAY)] * 4)
        assert len({result.pk for result in results}) == 1
    assert Signature.objects.count() == Message.objects.count() == ROUNDS


def test_looking_before_locking_would_let_a_double_click_through():
    """The control: both clicks find no signature yet."""
    an_edition()
    journey, barrier, found = a_journey(a_partner()), threading.Barrier(2), []

    def naive():
        found.append(Signature.objects.filter(journey=journey).exists())
        barrier.wait(timeout=30)

    at_once(naive, naive)
    assert found == [False, False]


def test_two_steps_saved_at_once_are_both_kept():
    an_edition()
    for number in range(ROUNDS):
        journey = a_journey(a_partner(f"Sample partner {number}"))
        save = partial(signing.save_step, journey=journey, at=AT)
        at_once(*(partial(save, step=step, answers={"x": step}) for step in ("you", "authority")))
        journey.refresh_from_db()
        assert (journey.answers["you"], journey.answers["authority"]) == ({"x": "you"}, {"x": "authority"})


def test_two_who_propose_the_same_organisation_at_once_sign_for_one():
    an_edition()
    for number in range(ROUNDS):
        new = NewPartner(f"Sample Choir {number}", "voluntary", "group", f"GB-CHC-12345{number:02d}")
        tokens = at_once(*(partial(signed, new, f"{n}-{number}@sample.invalid") for n in range(3)))
        assert all(isinstance(token, str) and token for token in tokens), tokens
        assert Partner.objects.filter(name=new.name).count() == 1


def test_one_person_who_confirms_for_two_partners_at_once_is_one_person():
    an_edition()
    for number in range(ROUNDS):
        email = f"both-{number}@sample.invalid"
        tokens = []
        for half in ("a", "b"):
            token = signed(a_partner(f"Sample partner {number} {half}"), email)
            Signature.objects.filter(signer_email=email).update(needs_check=False)
            tokens.append(token)
        assert kinds_of(at_once(*(partial(press, token) for token in tokens))) == ["Signature"] * 2
        assert Person.objects.filter(email=email).count() == 1
        assert Membership.objects.filter(person__email=email).count() == 2


def held_up(partner: Partner, doing: Callable[[], Any], meanwhile: Callable[[], None]) -> Any:
    """Begin `doing` while somebody else has the partner's row, do `meanwhile`, let go; what came of `doing`."""
    results: list[Any] = []

    def run() -> None:
        try:
            results.append(doing())
        except Exception as problem:
            results.append(problem)
        finally:
            connection.close()

    with transaction.atomic():
        Partner.objects.select_for_update().get(pk=partner.pk)
        thread = threading.Thread(target=run)
        thread.start()
        wait_for_a_lock()
        other = threading.Thread(target=lambda: (meanwhile(), connection.close()))
        other.start()
        other.join(timeout=30)
    thread.join(timeout=30)
    return results[0]


def wait_for_a_lock() -> None:
    """Until a session of this database waits for somebody's row."""
    deadline = datetime.now(UTC) + timedelta(seconds=20)
    while datetime.now(UTC) < deadline:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
    raise AssertionError("Nobody waits for the partner's row.")


def test_an_edition_published_while_the_button_is_being_pressed_is_asked_about_again():
    an_edition()
    partner = a_partner()
    tie(partner)
    token = signed(partner)
    result = held_up(partner, lambda: press(token), lambda: an_edition("Second", on=DAY) and None)
    assert isinstance(result, SigningRefused)
    assert result.why == "edition"
    assert not Signature.objects.standing().exists()


def test_looking_before_waiting_would_confirm_the_old_edition(monkeypatch):
    """The control: who asks for the edition in force before the wait does not see the new one."""
    an_edition()
    partner = a_partner()
    tie(partner)
    token = signed(partner)
    monkeypatch.setattr(signing, "_refuse_text", lambda edition, *, on: None)
    result = held_up(partner, lambda: press(token), lambda: an_edition("Second", on=DAY) and None)
    assert isinstance(result, Signature)
    assert result.edition != Edition.objects.in_force(DAY)


def test_many_who_sign_at_once_lose_nothing_and_leave_one_whole_chain():
    an_edition()
    tokens = []
    for number in range(24):
        partner = a_partner(f"Sample partner {number}")
        tie(partner, f"signer-{number}@sample.invalid")
        tokens.append(signed(partner, f"signer-{number}@sample.invalid"))
    groups = [tokens[place::8] for place in range(8)]
    results = at_once(*(lambda group=group: [press(token) for token in group] for group in groups))
    assert [len(result) for result in results] == [3] * 8
    events = list(SignatureEvent.objects.order_by("position"))
    assert [event.position for event in events] == list(range(1, 25))
    assert [event.previous for event in events] == [START, *[event.link for event in events[:-1]]]
    call_command("verify_signatures", verbosity=0)


def test_a_submission_that_is_sent_a_thousand_times_is_one_row():
    an_edition()
    client = Client()
    Browser(client).begin().choose(a_partner()).answer().sign()
    key = str(SigningJourney.objects.get().key)

    def replay() -> set[str]:
        visitor = Client()
        return {visitor.post("/sign/check/", {"journey": key})["Location"] for _ in range(125)}

    assert at_once(*([replay] * 8)) == [{"/sign/sent/"}] * 8
    assert Signature.objects.count() == Message.objects.count() == len(links_mailed()) == 1
