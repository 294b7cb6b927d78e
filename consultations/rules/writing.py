"""The steps of writing a consultation, and what may be changed when."""

from collections.abc import Mapping

from compact_portal.lib.permits import ALLOWED, Permit, refused
from consultations.rules.states import State

# In this order; each with the columns that its form writes. The last three have pages of their own.
STEPS: Mapping[str, tuple[str, ...]] = {
    "proposal": ("title", "summary", "proposal", "why_now"),
    "options": ("options",),
    "effect": ("effect", "appraisal"),
    "who": ("who_asked",),
    "formats": ("contact", "contact_email", "contact_phone", "other_ways"),
    "questions": (),
    "documents": (),
    "window": (),
}
TITLES: Mapping[str, str] = {
    "proposal": "The proposal, and why now", "options": "Options", "effect": "Effect on the sector", "who": "Who is asked",
    "formats": "Other formats and other ways", "questions": "Questions", "documents": "Documents", "window": "The window",
}  # fmt: skip
# What stays open to change once people are answering: none of it changes what they answer.
ALWAYS = frozenset({"formats", "documents", "window"})


def may_change(step: str, *, state: State, is_submitted: bool) -> Permit:
    """Whether a step may be changed. What is approved, or waits for it, is taken back first; once open it stands."""
    if state == State.DRAFT:
        if is_submitted:
            return refused("It waits for approval. Take it back first, then change it.")
        return ALLOWED
    if step in ALWAYS:
        if state in (State.UPCOMING, State.OPEN):
            return ALLOWED
        return refused("It has closed, so this stays as it was.")
    if state == State.UPCOMING:
        return refused("It is approved and public. Take it back first, then change it and have it approved again.")
    return refused("It has opened: what people answer to stays as it was.")


def may_approve(*, is_submitted: bool, is_submitter: bool, officers: int) -> Permit:
    """Whether somebody may approve: a second officer, or the one officer that the agency has.

    Source: design, "Consultations".
    """
    if not is_submitted:
        return refused("Nobody has asked for its approval yet.")
    if is_submitter and officers > 1:
        return refused("You asked for its approval, so another officer of your agency approves it.")
    return ALLOWED


def may_take_back(*, state: State, is_submitted: bool) -> Permit:
    """Whether it may be sent back to be changed: until it opens."""
    if state == State.UPCOMING or (state == State.DRAFT and is_submitted):
        return ALLOWED
    if state == State.DRAFT:
        return refused("It is a draft already.")
    return refused("It has opened, so it is not taken back. Mark it as a mistake if it should never have been there.")
