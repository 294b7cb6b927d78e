"""Who gets what from these addresses, and the rows that they need."""

from typing import Any

from tests.house.personas import Personas
from tests.house.routes import Route

ROUTES: dict[str, Route] = {}
NO_TEMPLATE: dict[str, str] = {}
CANARIES: dict[str, str] = {}


def make_rows(personas: Personas, rows: dict[str, Any]) -> dict[str, Any]:
    """Rows by the name under which `Rows.more` has them; `rows` are those of the parts before."""
    return {}
