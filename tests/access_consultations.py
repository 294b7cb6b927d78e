"""Who gets what from the addresses of consultations, put together from a file for each part of the work."""

from typing import Any

from tests.consultations import access_answering, access_asking, access_following, access_outcomes, access_registers
from tests.house.personas import Personas
from tests.house.routes import Route

PARTS = (access_asking, access_answering, access_outcomes, access_registers, access_following)
ROUTES: dict[str, Route] = {name: route for part in PARTS for name, route in part.ROUTES.items()}

# Views that answer with something other than a page of their own, each with why.
NO_TEMPLATE: dict[str, str] = {name: why for part in PARTS for name, why in part.NO_TEMPLATE.items()}

# Addresses that are a secret, and the private words that they show to who has them.
BY_ADDRESS: dict[str, set[str]] = access_answering.BY_ADDRESS


def make_rows(personas: Personas) -> dict[str, Any]:
    """Rows by the name under which `Rows.more` has them. Each part may build on those of the parts before it."""
    rows: dict[str, Any] = {}
    for part in PARTS:
        rows |= part.make_rows(personas, rows)
    return rows
