"""Partners that have signed, made by the portal's own actions, for tests of the directory and of the proof."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from compact_portal.audit.context import change
from compact_portal.lib import clock
from signatories.actions.chain import append_event
from signatories.actions.people import add_partner, give_part, know_person
from signatories.actions.signing import Signer, confirm, sign, start_journey
from signatories.actions.standing import refresh_standing
from signatories.models import Membership, Partner, Signature, SignatureEvent
from tests.undertakings.pages import DAY, edition_of, many, words_of
from undertakings.models import Edition


def noon(on: date) -> datetime:
    """Noon of a day; of today this instant where noon is still to come, since what a page does next cannot be earlier."""
    found = datetime.combine(on, time(12), tzinfo=UTC)
    return min(found, clock.now()) if on == clock.today() else found


def edition(label: str = "First", on: date = DAY) -> Edition:
    return edition_of(words_of(label, many(1)), on=on)


def partner(name: str = "Sample Allotments", sector: str = "voluntary", kind: str = "group", **more: Any) -> Partner:
    return add_partner(name=name, sector=sector, kind=kind, by=None, why="A test", **more)


def signed(by: Partner, on: date = DAY, *, name: str = "Sample chair", authority: str = "The committee") -> Signature:
    """A confirmed signature of the edition in force on a day."""
    address = f"chair-{by.pk}@sample.invalid"
    person = know_person(email=address, name=name, by=None, why="A test")
    give_part(person=person, partner=by, role=Membership.Role.SIGNATORY, on=on, by=None, why="A test")
    found = Edition.objects.in_force(on)
    assert found
    journey = start_journey(edition=found, at=noon(on))
    signer = Signer(name, "Chair", address, authority, on - timedelta(days=3))
    _, token = sign(journey=journey, partner=by, signer=signer, at=noon(on), on=on, prefix="SMA")
    done = confirm(token=token, at=noon(on), on=on)
    by.refresh_from_db()
    return done


def ended(signature: Signature, on: date, how: str = "withdrawn", reason: str = "We have closed.") -> Signature:
    """The signature, withdrawn or invalidated on a day, as the desk does it."""
    with change(by=None, why="A test"):
        setattr(signature, f"{how}_at", noon(on))
        setattr(signature, f"{how}_reason", reason)
        signature.save()
        append_event(kind=SignatureEvent.Kind(how), signature=signature, at=noon(on))
        refresh_standing(signature.partner)
    return signature
