"""The registry of what `manage.py send_reminders` does beside reaffirming. Apps above this one register theirs when they start."""

from collections.abc import Callable
from datetime import date, datetime

# Queues what is due at an instant and on its London day, each mail once, and gives the line that says what it did.
Round = Callable[[datetime, date], str]

_rounds: dict[str, Round] = {}


def register(key: str, send: Round) -> None:
    """Offer a round. Two with one key are a mistake in the program."""
    if key in _rounds:
        raise ValueError(f"The round {key!r} is registered twice.")
    _rounds[key] = send


def rounds() -> list[Round]:
    """Every round, in the order of their keys."""
    return [_rounds[key] for key in sorted(_rounds)]
