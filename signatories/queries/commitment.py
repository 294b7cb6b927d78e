"""What a partner of one sector commits to: the sheet for the meeting that has to agree."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from compact_portal.lib.markup import plain
from signatories.models import Partner
from undertakings.models import Clause, Edition, Section


def commitment(edition: Edition, sector: str) -> list[dict[str, Any]]:
    """The undertakings by a sector, theme by theme, in plain words with their numbers. Empty where it makes none."""
    own = {"edition": edition, "kind": Section.Kind.UNDERTAKING, "sector": sector}
    items: dict[int, list[dict[str, str]]] = {}
    for clause in Clause.objects.filter(**own).order_by("position"):
        promise = {"number": clause.number, "words": plain(clause.words), "bound_by": clause.bound_by}
        items.setdefault(clause.section_id, []).append(promise)
    themes = []
    for section in Section.objects.filter(**own).order_by("position"):
        promises = [
            item | {"bound_by": item["bound_by"] if item["bound_by"] != section.bound_by else ""}
            for item in items.get(section.pk, [])
        ]
        lead_in = [line for line in plain(section.prose).split("\n") if line]
        if promises or lead_in:
            names = {"title": section.title, "number": section.number, "bound_by": section.bound_by}
            themes.append({**names, "lead_in": lead_in, "items": promises})
    return themes


def commitment_document(edition: Edition, sector: str) -> dict[str, Any]:
    """What the printed sheet says (templates/signatories/commitment.typ)."""
    return {
        "compact": edition.compact,
        "place": edition.place,
        "edition": edition.label,
        "published": edition.published_on.isoformat() if edition.published_on else "",
        "digest": edition.digest,
        "restatement": edition.standing == Edition.Standing.RESTATEMENT,
        "sector": Partner.Sector(sector).label,
        "themes": commitment(edition, sector),
        "address": settings.PORTAL_ADDRESS + reverse("undertakings:edition_detail", args=[edition.slug]),
        "sign_at": settings.PORTAL_ADDRESS + reverse("signatories:signing_start"),
    }
