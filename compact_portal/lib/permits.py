"""A refusal carries its reason."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Permit:
    """Whether something is allowed, and if not, why: a sentence that a page prints. True or false as it is allowed."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Permit(True)


def refused(reason: str) -> Permit:
    """A permit that is not given. The reason is a whole sentence that says what to do."""
    return Permit(False, reason)
