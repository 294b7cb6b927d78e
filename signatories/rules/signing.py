"""The rules of signing, as pure functions over plain values."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from compact_portal.lib.dates import add_months, in_words
from compact_portal.lib.permits import ALLOWED, Permit, refused

CONFIRM_DAYS = 7
RESUME_DAYS = 7
REMINDER_WEEKS = (0, 4, 12)


class Standing(StrEnum):
    """Where a partner stands with the compact on a day."""

    SIGNED = "signed"
    REAFFIRM = "to-reaffirm"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    NONE = "not-signed"


@dataclass(frozen=True, slots=True)
class StandingOn:
    """The standing, in words with its date, and the first day on which it would change by itself (None: never)."""

    standing: Standing
    sentence: str
    until: date | None = None


def standing_on(
    *,
    on: date,
    signed_on: date | None,
    signed_in_force: bool,
    withdrawn_on: date | None,
    in_force_since: date | None,
    lapse_months: int,
) -> StandingOn:
    """The status ladder of the directory (design, "Partners and signing").

    `signed_on` is the day of the partner's standing signature, of whatever edition; `signed_in_force` says that it is of
    the edition in force, which has been so since `in_force_since`. A signature of an earlier text is to be reaffirmed, and
    lapses `lapse_months` calendar months after the newer edition was published: the first day on which it has lapsed is
    that day itself.
    """
    if signed_on is None:
        if withdrawn_on is not None:
            return StandingOn(Standing.WITHDRAWN, f"Withdrew on {in_words(withdrawn_on)}")
        return StandingOn(Standing.NONE, "Has not signed")
    if signed_in_force or in_force_since is None:
        return StandingOn(Standing.SIGNED, f"Signed on {in_words(signed_on)}")
    lapses_on = add_months(in_force_since, lapse_months)
    if on < lapses_on:
        return StandingOn(
            Standing.REAFFIRM,
            f"Signed an earlier edition on {in_words(signed_on)}; to reaffirm by {in_words(lapses_on - timedelta(days=1))}",
            lapses_on,
        )
    return StandingOn(Standing.LAPSED, f"Signed an earlier edition on {in_words(signed_on)}; lapsed on {in_words(lapses_on)}")


def may_be_signed(*, standing: str, sample: bool) -> Permit:
    """Whether an edition can be signed: a restatement only where everything is sample (design, "The text")."""
    if standing == "restatement" and not sample:
        return refused(
            "This text restates the compact in plain English; it is not the adopted wording, so it cannot be signed. "
            "The coordinator can load the adopted wording."
        )
    return ALLOWED


def link_permit(*, expires_at: datetime, used_at: datetime | None, at: datetime) -> Permit:
    """Whether a mailed action link still works: once, and up to the instant at which it runs out, exclusive."""
    if used_at is not None:
        return refused("This link has been used. Each link works once.")
    if at >= expires_at:
        return refused("This link has run out. Ask for a new one below; what you typed is kept.")
    return ALLOWED


def needs_check(*, is_new: bool, address_tied: bool) -> bool:
    """Whether a coordinator checks a signature first: for a new partner, and for an address not tied to it."""
    return is_new or not address_tied


def authority_fault(authority_on: date, *, on: date) -> str:
    """What is wrong with the day on which the authority to sign was given, or ""."""
    if authority_on > on:
        return f"The decision has to be made before you sign. Give a day up to today, {in_words(on)}."
    return ""


def reminder_now(*, published_on: date, on: date, lapses_on: date) -> int | None:
    """The number of the mail about a new edition whose time has come: 0 at once, 1 after 4 weeks, 2 after 12.

    None before the edition, and from the day on which signatures of earlier ones have lapsed. Only the latest one counts:
    whoever was not mailed in time does not get three mails at once.
    """
    if not published_on <= on < lapses_on:
        return None
    return sum(on >= published_on + timedelta(weeks=weeks) for weeks in REMINDER_WEEKS) - 1
