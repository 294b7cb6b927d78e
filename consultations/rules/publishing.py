"""Which answers may be shown to the public, and when words of one may be hidden. Source: the compact, on confidentiality."""

from dataclasses import dataclass
from datetime import datetime

from compact_portal.lib.permits import ALLOWED, Permit, refused


@dataclass(frozen=True, slots=True)
class ResponseFacts:
    """A response as these rules see it."""

    may_publish: bool
    is_confidential: bool
    is_late: bool
    withdrawn: bool
    published: bool


def is_closed(at: datetime, *, closes_at: datetime | None) -> bool:
    """Whether the window has closed: from that instant on, no answer changes."""
    return closes_at is not None and at >= closes_at


def may_be_published(response: ResponseFacts, *, at: datetime, closes_at: datetime | None) -> Permit:
    """Whether an officer may show an answer to the public, and if not, why not."""
    if response.withdrawn:
        return refused("Who gave this answer has withdrawn it.")
    if response.is_confidential:
        return refused("This answer is confidential: only the agency’s officers read it.")
    if not response.may_publish:
        return refused("Who gave this answer did not consent to its publication.")
    if response.is_late:
        return refused("It came after the close. You read it; what came late is not published.")
    if not is_closed(at, closes_at=closes_at):
        return refused("Answers are published after the close: until then this one may still change.")
    if response.published:
        return refused("It is published already.")
    return ALLOWED


def may_hide_words(*, at: datetime, closes_at: datetime | None) -> Permit:
    """Whether words of an answer may be hidden: once it cannot change any more, so that the place in it stays right."""
    if not is_closed(at, closes_at=closes_at):
        return refused("Words are hidden after the close: until then this answer may still change.")
    return ALLOWED
