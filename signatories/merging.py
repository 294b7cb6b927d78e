"""What follows a partner into the one that it is merged into. Apps above this one register what is theirs when they start."""

from collections.abc import Callable
from datetime import date

from signatories.models import Partner

# Called inside the change of the merge, with both rows locked: the partner that goes, the one that stays, the day.
Follow = Callable[[Partner, Partner, date], None]

_followers: dict[str, Follow] = {}


def follows(label: str, follow: Follow) -> None:
    """Say what becomes of the rows of a model ("funding.Agreement") that name a partner. Twice is a mistake in the program."""
    if label in _followers:
        raise ValueError(f"What becomes of {label} is said twice.")
    _followers[label] = follow


def followers() -> dict[str, Follow]:
    """What apps have registered, by model."""
    return dict(_followers)
