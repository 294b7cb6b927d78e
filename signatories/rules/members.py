"""The rules of membership: which parts a partner has, how one ends, and how long an invitation stands."""

from datetime import date, datetime, timedelta

from compact_portal.lib.dates import in_words
from compact_portal.lib.permits import ALLOWED, Permit, refused

INVITE_DAYS = 14
STATUTORY = "statutory"
SIGNATORY, CONTRIBUTOR, OFFICER = "signatory", "contributor", "officer"


def roles_of(sector: str) -> tuple[str, ...]:
    """The parts that a partner of a sector has: only public agencies have officers."""
    return (SIGNATORY, OFFICER, CONTRIBUTOR) if sector == STATUTORY else (SIGNATORY, CONTRIBUTOR)


def first_last_day(*, on: date) -> date:
    """The earliest day that may be given as somebody's last: the day before today ends their part at once."""
    return on - timedelta(days=1)


def end_permit(*, role: str, successors: int, by_coordinator: bool) -> Permit:
    """Whether a part may end. `successors` are the partner's other signatories whose part has no end.

    The last signatory goes only when there is a successor, or when a coordinator does it: else nobody could sign,
    withdraw or invite for the partner any more (design, "Partners and signing").
    """
    if role != SIGNATORY or successors or by_coordinator:
        return ALLOWED
    return refused(
        "This is the last signatory, and without one nobody could act for the organisation. Invite a successor first and wait "
        "until they have accepted, or ask a coordinator of the compact to do it."
    )


def last_day_fault(last_on: date, *, on: date) -> str:
    """What is wrong with the last day of a part, or ""."""
    if last_on < (first := first_last_day(on=on)):
        return f"What somebody did for the organisation stays theirs. Give {in_words(first)} to end it at once, or a later day."
    return ""


def invitation_permit(*, expires_at: datetime, accepted_at: datetime | None, cancelled_at: datetime | None, at: datetime) -> Permit:
    """Whether an invitation can still be accepted: once, until the instant at which it runs out, exclusive."""
    if accepted_at is not None:
        return refused("This invitation has been accepted. You can sign in with the address that it was sent to.")
    if cancelled_at is not None:
        return refused("This invitation was taken back. Ask whoever invited you.")
    if at >= expires_at:
        return refused("This invitation has run out. Ask whoever invited you to send it once more.")
    return ALLOWED
