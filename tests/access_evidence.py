"""Who gets what from these addresses, which of them answer with no page of their own, and the rows that they need."""

from datetime import UTC, datetime
from typing import Any

from signatories.models import EvidenceReply
from tests.house.personas import Personas
from tests.house.routes import COORDINATORS, Answer, Args, Route, Rows, coordinating, reading, signed_in

A_YEAR = ["codes-in-place", "2026-27"]
AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
# Who replies for a partner: its signatories, and an agency's officers.
REPLYING = ("signatory_a", "signatory_b", "officer_x1", "officer_x2", "officer_y", "coordinator_of_x")
OF_X = ("officer_x1", "officer_x2", "coordinator_of_x")


def _of_x(get: Answer, post: Answer, args: Args) -> Route:
    """For officers of agency X; its existence is public, so others are told why not."""
    return Route(signed_in(403) | dict.fromkeys(OF_X, get), signed_in(403) | dict.fromkeys(OF_X, post), args)


def the_reply(rows: Rows) -> int:
    return rows.more["reply"].pk


ROUTES: dict[str, Route] = {
    "undertakings:evidence_list": reading(),
    "undertakings:evidence_detail": reading(lambda rows: ["codes-in-place"]),
    "undertakings:evidence_csv": reading(lambda rows: ["codes-in-place"]),
    "undertakings:evidence_year": reading(lambda rows: A_YEAR),
    "undertakings:open_data_list": reading(),
    "undertakings:open_evidence_json": reading(),
    "undertakings:open_evidence_csv": reading(),
    "signatories:open_replies_csv": reading(),
    "signatories:evidence_desk": Route(signed_in(403) | dict.fromkeys(REPLYING, 200), signed_in(405) | {"partless": 403}),
    "signatories:reply_create": _of_x(200, 422, lambda rows: ["test-x", "codes-in-place"]),
    "signatories:reply_withdraw": _of_x(200, 422, lambda rows: ["test-x", the_reply(rows)]),
    "signatories:reply_list": coordinating(405),
    # A coordinator stands aside where the own organisation replied.
    "signatories:reply_hide": Route(
        signed_in(403) | {"coordinator": 200}, signed_in(403) | {"coordinator": 422}, lambda rows: [the_reply(rows)]
    ),
    "undertakings:evidence_known": reading(lambda rows: [*A_YEAR, "2026-11-22"]),
}

# Views that answer with something other than a page of their own, each with why.
NO_TEMPLATE: dict[str, str] = {
    "evidence_csv": "CSV", "open_evidence_json": "JSON", "open_evidence_csv": "CSV", "open_replies_csv": "CSV",
}  # fmt: skip

# Words that nobody reads but the partner who said them and a coordinator.
CANARIES = {"canarytakenreply": "a reply that was withdrawn", "canarynoreply": "a reply that is hidden"}
SHOWN_TO: dict[str, set[str]] = {name: {"canarynoreply"} for name in COORDINATORS} | {"officer_x1": set(CANARIES)}


def ways(rows: Rows) -> list[str]:
    """Where the replies would stand."""
    return ["/evidence/codes-in-place/2025-26/", "/compact/undertakings/codes-of-practice/"]


def make_rows(personas: Personas) -> dict[str, Any]:
    """Rows by the name under which `Rows.more` has them."""
    said: dict[str, Any] = {
        "partner": personas.partners["x"], "measure": "codes-in-place", "said_by": personas.people["officer_x1"], "said_at": AT,
    }  # fmt: skip
    EvidenceReply.objects.create(
        **said, year="2025-26", words="canarytakenreply", signed_as="Head of grants", withdrawn_at=AT,
        withdrawn_by=personas.people["officer_x1"],
    )  # fmt: skip
    hidden = EvidenceReply.objects.create(
        **said, year="2026-27", words="canarynoreply", signed_as="Head of grants", hidden_at=AT, hidden_reason="It names somebody.",
        hidden_by=personas.people["coordinator"],
    )  # fmt: skip
    reply = EvidenceReply.objects.create(**said, words="We publish them in spring.", signed_as="Head of grants")
    return {"reply": reply, "hidden_reply": hidden}
