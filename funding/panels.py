"""What a partner's page shows of its agreements, on either side."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from funding.models import Agreement
from signatories.models import Partner
from signatories.panels import Panel, register

SHOWN = 10


def load(partner: Partner, on: date) -> Mapping[str, Any] | None:
    """The newest agreements that it gives and that it holds: two queries. None where there are none."""
    rows = Agreement.objects.public().order_by("-awarded_on", "-id")
    given = list(rows.filter(funder=partner).select_related("recipient")[: SHOWN + 1])
    held = list(rows.filter(recipient=partner).select_related("funder")[: SHOWN + 1])
    if not given and not held:
        return None
    return {
        "partner": partner,
        "given": given[:SHOWN],
        "more_given": len(given) > SHOWN,
        "held": held[:SHOWN],
        "more_held": len(held) > SHOWN,
    }


def register_panels() -> None:
    """Offer it."""
    register(Panel("funding", "Funding", "funding/_partner_panel.html", load, place=60))
