"""A consultation as the public finds it, and what its page says of its answers and its outcome."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from compact_portal.audit.actions import row_by_old_slug
from compact_portal.lib.dates import london_day
from consultations.models import Consultation
from consultations.queries.outcome import due_of
from consultations.queries.shown import has_published
from consultations.rules.publishing import is_closed
from consultations.rules.small_counts import shown_count


def public_consultation(slug: str) -> Consultation | None:
    """The consultation of that slug, where the public reads it."""
    return Consultation.objects.public().select_related("agency").filter(slug=slug).first()


def public_elsewhere(slug: str) -> Consultation | None:
    """The public consultation that once had this slug."""
    row = row_by_old_slug(Consultation, slug)
    return row if row is not None and row.is_public else None


def after_the_close(consultation: Consultation, at: datetime) -> Mapping[str, Any] | None:
    """What its page says once it has closed: how many answered, and how its outcome stands. Three queries at most."""
    if not is_closed(at, closes_at=consultation.closes_at):
        return None
    on = london_day(at)
    is_out = consultation.outcome_on is not None and consultation.outcome_on <= on
    return {
        "consultation": consultation,
        "count": shown_count(consultation.answered),
        "published": has_published(consultation),
        "is_out": is_out,
        "due": None if is_out else due_of(consultation, on=on),
    }
