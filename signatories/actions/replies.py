"""Say something beside a figure, withdraw it, hide it. No figure is changed by any of these."""

from datetime import date, datetime
from typing import Any

from compact_portal.audit.actions import locked, save_version
from compact_portal.audit.context import change
from signatories.actions.locks import locked_partner
from signatories.models import EvidenceReply, Partner
from signatories.queries.replies import measures_concerning
from signatories.rules.replies import reply_permit
from undertakings.evidence import Measure


class ReplyRefused(Exception):
    """The rule forbids it; `reason` says why to whoever asked."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def reply(
    *, partner: Partner, measure: Measure, year: str, words: str, signed_as: str, by: Any, at: datetime, on: date
) -> EvidenceReply:
    """Put a reply beside the figure of a year, or of all years (""). Two who write at once leave one. Raises ReplyRefused."""
    with change(by=by, why="Replied beside a figure"):
        held = locked_partner(partner)
        figure = {"partner": held, "measure": measure.key, "year": year}
        permit = reply_permit(
            listed=held.is_listed,
            concerned=any(one.measure == measure for one in measures_concerning(held, on=on)),
            stands=EvidenceReply.objects.standing().filter(**figure).exists(),
        )
        if not permit:
            raise ReplyRefused(permit.reason)
        return EvidenceReply.objects.create(**figure, words=words, signed_as=signed_as, said_by=by, said_at=at)


def withdraw_reply(*, reply: EvidenceReply, version: int, by: Any, at: datetime) -> EvidenceReply:
    """Take back what the own partner said. The row stays, without being read. Raises StaleVersion and ReplyRefused."""
    with change(by=by, why="Withdrew a reply beside a figure"):
        held = _standing(reply, version)
        # Two servers' clocks may differ by a little: what ends has begun.
        save_version(held, {"withdrawn_at": max(at, held.said_at), "withdrawn_by": by})
    return held


def hide_reply(*, reply: EvidenceReply, version: int, reason: str, by: Any, at: datetime) -> EvidenceReply:
    """A coordinator hides the words; everybody reads the reason. Raises StaleVersion and ReplyRefused."""
    with change(by=by, why=f"Hid a reply beside a figure: {reason}"):
        held = _standing(reply, version)
        save_version(held, {"hidden_at": at, "hidden_by": by, "hidden_reason": reason})
    return held


def show_reply(*, reply: EvidenceReply, version: int, by: Any) -> EvidenceReply:
    """A coordinator takes the hiding back. Raises StaleVersion and ReplyRefused."""
    with change(by=by, why="Showed a hidden reply again"):
        held = _standing(reply, version)
        save_version(held, {"hidden_at": None, "hidden_by": None, "hidden_reason": ""})
    return held


def _standing(reply: EvidenceReply, version: int) -> EvidenceReply:
    held = locked(EvidenceReply, reply.pk, version=version)
    if held.withdrawn_at:
        raise ReplyRefused("This reply was withdrawn, so there is nothing to do about it any more.")
    return held
