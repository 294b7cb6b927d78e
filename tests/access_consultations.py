"""Who gets what from these addresses, which of them answer with no page of their own, and the rows that they need."""

from typing import Any

from tests.house.personas import Personas
from tests.house.routes import Route

ROUTES: dict[str, Route] = {}

# Views that answer with something other than a page of their own, each with why.
NO_TEMPLATE: dict[str, str] = {}


def make_rows(personas: Personas) -> dict[str, Any]:
    """Rows by the name under which `Rows.more` has them."""
    return {}
