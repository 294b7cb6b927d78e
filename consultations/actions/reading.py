"""Who has read which answer in the original."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from compact_portal.audit.context import change
from compact_portal.lib.dates import london_day
from consultations.models import Reading


def note_readings(*, responses: Sequence[int], by: Any, at: datetime) -> None:
    """Log that somebody is shown these responses, by their numbers. Once for a person, a response and a London day."""
    if not responses:
        return
    on = london_day(at)
    with change(by=by, why="Read answers in the original", public=False):
        # The unique key decides between two pages opened in one instant.
        Reading.objects.bulk_create(
            [Reading(response_id=number, person=by, on=on, first_at=at) for number in responses], ignore_conflicts=True
        )
