"""Who gets what from these addresses, which of them answer with no page of their own, and the rows that they need."""

from typing import Any

from tests.house.personas import Personas
from tests.house.routes import Route, reading

A_YEAR = ["codes-in-place", "2026-27"]

ROUTES: dict[str, Route] = {
    "undertakings:evidence_list": reading(),
    "undertakings:evidence_detail": reading(lambda rows: ["codes-in-place"]),
    "undertakings:evidence_csv": reading(lambda rows: ["codes-in-place"]),
    "undertakings:evidence_year": reading(lambda rows: A_YEAR),
    "undertakings:open_data_list": reading(),
    "undertakings:open_evidence_json": reading(),
    "undertakings:open_evidence_csv": reading(),
    "undertakings:evidence_known": reading(lambda rows: [*A_YEAR, "2026-11-22"]),
}

# Views that answer with something other than a page of their own, each with why.
NO_TEMPLATE: dict[str, str] = {"evidence_csv": "CSV", "open_evidence_json": "JSON", "open_evidence_csv": "CSV"}


def make_rows(personas: Personas) -> dict[str, Any]:
    """Rows by the name under which `Rows.more` has them."""
    return {}
