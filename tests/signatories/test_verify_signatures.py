"""`manage.py verify_signatures`: whole is whole, and whatever is changed past the portal is told at its row."""

import os
import random
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from compact_portal.lib import clock
from compact_portal.lib.chain import seal, sha256
from signatories.actions.chain import publish_head, seal_what_is_left
from signatories.actions.erasing import erase_person
from signatories.models import ChainHead, Partner, Person, Signature, SignatureEvent
from signatories.queries.chain import events, link_of_event
from signatories.queries.verifying import Counted, everything_wrong
from tests.signatories.proving import edition, ended, noon, partner, signed
from tests.undertakings.pages import DAY
from undertakings.models import Edition

pytestmark = pytest.mark.django_db
LATER = DAY + timedelta(days=30)
# The whole thousand: TAMPERINGS=1000.
TAMPERINGS = int(os.environ.get("TAMPERINGS", "150"))


def wrong() -> list[str]:
    return [str(found) for found in everything_wrong(Counted())]


@pytest.fixture
def chain() -> list[Signature]:
    """Two editions, eight partners, eleven signatures, one withdrawn, one invalid, one reaffirmed; a head each day."""
    edition()
    made = [signed(partner(f"Sample partner {number}")) for number in range(8)]
    publish_head(on=DAY, at=noon(DAY))
    ended(made[1], DAY + timedelta(days=1))
    ended(made[2], DAY + timedelta(days=2), "invalidated", "Nobody had agreed to it.")
    edition("Second", LATER)
    made += [signed(made[number].partner, LATER) for number in (0, 3, 1)]
    publish_head(on=LATER, at=noon(LATER))
    return made


def test_a_whole_chain_says_what_was_looked_at(chain) -> None:
    out = StringIO()
    call_command("verify_signatures", stdout=out)
    assert out.getvalue() == "Whole: 13 links, 11 signatures, 2 editions, 8 partners, 2 published heads.\n"


def test_nothing_at_all_is_whole() -> None:
    out = StringIO()
    call_command("verify_signatures", "--publish", stdout=out)
    assert out.getvalue().startswith("Whole: 0 links")
    assert not ChainHead.objects.exists()


def test_it_publishes_the_head_of_the_day_once(chain, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("signatories.management.commands.verify_signatures.now", lambda: noon(LATER + timedelta(days=1)))
    out = StringIO()
    call_command("verify_signatures", "--publish", stdout=out)
    call_command("verify_signatures", "--publish", stdout=out)
    head = ChainHead.objects.get(on=LATER + timedelta(days=1))
    assert f"link 13 {head.link}." in out.getvalue()
    assert head.link == SignatureEvent.objects.get(position=13).link
    assert clock.today() != head.on


def test_what_is_wrong_is_a_line_and_nothing_is_published(chain) -> None:
    Signature.objects.filter(pk=chain[3].pk).update(signer_name="Somebody else")
    err = StringIO()
    with pytest.raises(CommandError, match=r"1 thing wrong\. No head was published\."):
        call_command("verify_signatures", "--publish", stderr=err)
    assert err.getvalue() == "Link 4: The signer’s name or role is not the one that was sealed.\n"
    assert ChainHead.objects.count() == 2


def erase(signature: Signature) -> None:
    Signature.objects.filter(pk=signature.pk).update(signer_name="", signer=None)
    SignatureEvent.objects.filter(signature=signature).update(salt="")


def test_an_erased_person_leaves_everything_whole(chain) -> None:
    erase(chain[1])
    assert wrong() == [
        (
            "Signature SMA-2026-0002: The salt of link 9 is gone, but no later link says that anything was erased: "
            "nothing proves the name."
        )
    ]
    assert [event.kind for event in seal_what_is_left(at=noon(LATER))] == ["erased"]
    assert wrong() == []
    assert seal_what_is_left(at=noon(LATER)) == []


def test_what_is_left_after_an_erasure_is_sealed_again(chain) -> None:
    erase(chain[1])
    seal_what_is_left(at=noon(LATER))
    for column in ("authority", "withdrawn_reason", "signer_role", "signer_name"):
        with transaction.atomic():
            Signature.objects.filter(pk=chain[1].pk).update(**{column: "Other"})
            assert wrong() == ["Link 14: The signer’s name or role is not the one that was sealed."]
            transaction.set_rollback(True)


def test_erasing_a_real_person_is_told_by_the_chain_and_leaves_it_whole(chain) -> None:
    person = Person.objects.get(signatures=chain[4])
    erase_person(person=person, by=None, on=LATER, at=noon(LATER))
    held = Signature.objects.get(pk=chain[4].pk)
    assert (held.signer_name, held.signer_role, held.authority) == ("", "Chair", "The committee")
    assert [event.kind for event in held.events.order_by("position")] == ["confirmed", "erased"]
    assert wrong() == []


def test_a_renamed_partner_leaves_everything_whole(chain) -> None:
    held = chain[0].partner
    held.name = "Sample partner with another name"
    held.save()
    assert wrong() == []


def test_a_chain_that_is_sealed_anew_no_longer_fits_the_head_that_was_published(chain) -> None:
    Signature.objects.filter(pk=chain[7].pk).update(authority_on=DAY - timedelta(days=9))
    seal_anew({8: {"authority_on": str(DAY - timedelta(days=9))}})
    assert wrong() == [
        f"Published head of {on}: Link {position} is not the one that was published: the chain was written anew."
        for on, position in ((DAY, 8), (LATER, 13))
    ]


def seal_anew(facts: dict[int, dict[str, str]]) -> None:
    """What somebody does who can write to the database and knows how the chain is made."""
    previous = "0" * 64
    for event in SignatureEvent.objects.order_by("position"):
        event.facts = {**event.facts, **facts.get(event.position, {})}
        event.previous = previous
        event.link = previous = seal(previous, event.facts, event.personal_digest)
        event.save()


def test_a_thing_that_is_wrong_names_its_row(chain) -> None:
    fourth = Partner.objects.filter(pk=chain[3].partner_id)
    cases: list[tuple[Callable[[], object], str]] = [
        (lambda: SignatureEvent.objects.filter(position=13).delete(), "chain has no link about it"),
        (lambda: Edition.objects.filter(label="First").update(text="Other words."), "Edition “First”: Its text"),
        (lambda: fourth.update(signed_on=DAY - timedelta(days=1)), "Partner sample-partner-3: signed_on"),
        (lambda: fourth.update(stands="none"), "Partner sample-partner-3: stands"),
        (lambda: Signature.objects.filter(pk=chain[4].pk).update(authority="The chair alone"), "Link 5: The signer’s"),
        (lambda: Signature.objects.filter(pk=chain[4].pk).update(partner=partner("Nobody")), "was never called"),
        (lambda: Signature.objects.filter(pk=chain[1].pk).update(withdrawn_reason="Another."), "Link 9: The signer’s"),
        (lambda: SignatureEvent.objects.filter(position=6).update(salt=""), "The salt of link 6 is gone"),
        (lambda: SignatureEvent.objects.filter(position=6).update(signature=chain[0]), "Link 6: Its reference is"),
        (lambda: ChainHead.objects.filter(on=DAY).update(position=99), "names link 99, which is missing"),
    ]  # fmt: skip
    for tamper, expected in cases:
        with transaction.atomic():
            tamper()
            found = wrong()
            assert any(expected in one for one in found), (expected, found)
            transaction.set_rollback(True)
    assert wrong() == []


# One way to tamper each; a test picks among them at random. Those that leave the row as it was are not counted.
def edit_event(dice: random.Random) -> None:
    event = dice.choice(list(SignatureEvent.objects.all()))
    other = dice.choice(list(SignatureEvent.objects.exclude(pk=event.pk)))
    column = dice.choice(["facts", "kind", "at", "salt", "personal_digest", "previous", "link", "signature"])
    values = {
        "facts": {**event.facts, dice.choice(sorted(event.facts)): "other"},
        "kind": dice.choice([kind for kind in SignatureEvent.Kind.values if kind != event.kind]),
        "at": event.at + timedelta(microseconds=dice.choice([1, -1, 10**6, 10**9])),
        "salt": dice.choice(["", sha256("other")]),
        "personal_digest": sha256(f"{dice.random()}"),
        "previous": sha256(f"{dice.random()}"),
        "link": sha256(f"{dice.random()}"),
        "signature": next(one for one in Signature.objects.all() if one.pk not in (event.signature_id, other.pk)),
    }
    SignatureEvent.objects.filter(pk=event.pk).update(**{column: values[column]})


def delete_event(dice: random.Random) -> None:
    dice.choice(list(SignatureEvent.objects.all())).delete()


def reorder_events(dice: random.Random) -> None:
    one, two = dice.sample(list(SignatureEvent.objects.all()), 2)
    for row, position in ((one, 10_000), (two, one.position), (one, two.position)):
        SignatureEvent.objects.filter(pk=row.pk).update(position=position)


def cut_and_seal_anew(dice: random.Random) -> None:
    """Take a link out, close the gap, and seal all that follows again."""
    gone = dice.choice(list(SignatureEvent.objects.all()))
    gone.delete()
    for event in SignatureEvent.objects.filter(position__gt=gone.position).order_by("position"):
        event.position -= 1
        event.save()
    seal_anew({event.position: {"position": event.position} for event in SignatureEvent.objects.all()})


def edit_signature(dice: random.Random) -> None:
    row = dice.choice(list(Signature.objects.all()))
    column = dice.choice(
        ["reference", "digest", "signer_name", "signer_role", "authority", "authority_on", "signed_at", "confirmed_at", "method"]
    )
    values = {
        "reference": f"{row.reference}0",
        "digest": sha256("other"),
        "authority_on": row.authority_on - timedelta(days=dice.randrange(1, 99)),
        "signed_at": row.signed_at - timedelta(seconds=dice.randrange(1, 99)),
        "confirmed_at": row.confirmed_at - timedelta(seconds=dice.randrange(1, 99)),
        "method": "paper",
    }
    Signature.objects.filter(pk=row.pk).update(**{column: values.get(column, "Somebody else")})


def end_or_revive(dice: random.Random) -> None:
    row = dice.choice(list(Signature.objects.all()))
    column = "invalidated" if row.invalidated_at else "withdrawn"
    when = None if getattr(row, f"{column}_at") else noon(LATER)
    Signature.objects.filter(pk=row.pk).update(**{f"{column}_at": when, f"{column}_reason": "x"})


def add_signature(dice: random.Random) -> None:
    row = dice.choice(list(Signature.objects.filter(withdrawn_at=None)))
    row.pk, row.journey, row.reference = None, None, "SMA-2026-9999"
    row.partner = Partner.objects.create(name="Another", slug="another", sector="voluntary", kind="group")
    row.save()


def edit_text(dice: random.Random) -> None:
    row = dice.choice(list(Edition.objects.published()))
    place = dice.randrange(len(row.text))
    other = "x" if row.text[place] != "x" else "y"
    Edition.objects.filter(pk=row.pk).update(text=row.text[:place] + other + row.text[place + 1 :])


def edit_kept(dice: random.Random) -> None:
    row = dice.choice(list(Partner.objects.all()))
    column = dice.choice(["name_key", "signed_on", "withdrawn_on", "stands"])
    day = LATER + timedelta(days=dice.randrange(1, 9))
    values = {"name_key": "other", "signed_on": day, "withdrawn_on": day, "stands": "paper"}
    Partner.objects.filter(pk=row.pk).update(**{column: values[column]})


def edit_head(dice: random.Random) -> None:
    row = dice.choice(list(ChainHead.objects.all()))
    values = {"link": sha256("other"), "position": row.position + dice.choice([-1, 1, 50])}
    column = dice.choice(["link", "position"])
    ChainHead.objects.filter(pk=row.pk).update(**{column: values[column]})


WAYS = [
    edit_event, edit_event, edit_event, delete_event, reorder_events, cut_and_seal_anew, edit_signature, edit_signature,
    end_or_revive, add_signature, edit_text, edit_kept, edit_head,
]  # fmt: skip


def test_random_edits_deletions_and_reorderings_are_all_detected(chain) -> None:
    dice, missed = random.Random(20261122), []
    assert wrong() == []
    for number in range(TAMPERINGS):
        way = dice.choice(WAYS)
        with transaction.atomic():
            way(dice)
            if not wrong():
                missed.append(f"{number}: {way.__name__}")
            transaction.set_rollback(True)
    assert missed == []
    assert wrong() == []


def test_what_a_link_says_of_itself_is_enough_to_recompute_it(chain) -> None:
    for event in events():
        link = link_of_event(event)
        assert seal(link.previous, link.facts, link.personal_digest) == link.link
        assert "Sample chair" not in str(event.facts)
        assert "The committee" not in str(event.facts)


def test_it_costs_the_same_queries_however_much_there_is(chain, django_assert_num_queries) -> None:
    with django_assert_num_queries(8):
        assert wrong() == []
    for number in range(30):
        signed(partner(f"Sample other {number}"), LATER)
    with django_assert_num_queries(8):
        assert wrong() == []
