"""Withdraw a signature: by a signatory, or by a coordinator whom the partner asked in writing."""

from datetime import date, datetime
from typing import Any

from compact_portal.audit.actions import save_version
from compact_portal.audit.context import change
from compact_portal.lib.dates import start_of_day
from signatories.actions.chain import append_event
from signatories.actions.desk_mail import mail_ended
from signatories.actions.locks import locked_signature
from signatories.actions.signing import SigningRefused
from signatories.actions.standing import refresh_standing
from signatories.models import Signature, SignatureEvent


def withdraw_signature(
    *, signature: Signature, version: int, reason: str, by: Any, at: datetime, on: date, asked_on: date | None = None
) -> Signature:
    """The partner withdraws. The signature stood until then, and the record of it stays.

    `asked_on` is the day of a written request: the withdrawal counts from its beginning, and the chain says besides when
    it was recorded. Raises StaleVersion, and SigningRefused: "settled" where the signature does not stand, "day" where
    the request is of a day to come.
    """
    with change(by=by, why=f"Withdrew the signature: {reason}"):
        held = locked_signature(signature, version=version)
        if held.confirmed_at is None or held.withdrawn_at or held.invalidated_at:
            raise SigningRefused("settled", "This signature does not stand, so there is nothing to withdraw.")
        if asked_on is not None and asked_on > on:
            raise SigningRefused("day", "The request cannot be of a day to come. Give the day that stands on it.")
        # Two servers' clocks may differ by a little: what ends has begun.
        then = max(at if asked_on is None or asked_on == on else start_of_day(asked_on), held.confirmed_at)
        save_version(held, {"withdrawn_at": then, "withdrawn_by": by, "withdrawn_reason": reason})
        refresh_standing(held.partner)
        append_event(kind=SignatureEvent.Kind.WITHDRAWN, signature=held, at=at)
        mail_ended(held, at=at, on=on)
    return held
