"""What a partner's page shows of its consultations, and of those in which it is asked by name."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from compact_portal.lib.dates import start_of_day
from consultations.models import Consultation
from consultations.queries.register import lines_of
from signatories.models import Partner
from signatories.panels import Panel, register
from undertakings.queries.thresholds import Thresholds

SHOWN = 10


def load(partner: Partner, on: date) -> Mapping[str, Any] | None:
    """The newest of both kinds: three queries. None where there are none."""
    rows = Consultation.objects.public().select_related("agency").order_by("-closes_on", "-id")
    own = list(rows.filter(agency=partner)[: SHOWN + 1])
    asked = list(rows.filter(groups__partner=partner).exclude(agency=partner).distinct()[:SHOWN])
    if not own and not asked:
        return None
    # Windows turn at midnight, so any instant of the day gives the same.
    at, thresholds = start_of_day(on), Thresholds()
    return {
        "partner": partner,
        "own": lines_of(own[:SHOWN], thresholds, at=at),
        "more": len(own) > SHOWN,
        "asked": lines_of(asked, thresholds, at=at),
    }


def register_panels() -> None:
    """Offer it."""
    register(Panel("consultations", "Consultations", "consultations/_partner_panel.html", load, place=70))
