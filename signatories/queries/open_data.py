"""The directory and the chain as open data: read in steps, so that a hundred thousand rows are never held at once."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.urls import reverse

from compact_portal.lib.dates import add_months, start_of_day
from signatories.models import ChainHead, Identifier, Partner, Signature, SignatureEvent
from signatories.queries.directory import COLUMNS, Editions, editions_on
from signatories.rules.signing import Standing
from undertakings.models import Edition

STEP = 1_000

# Every column of signatories.csv, and key of signatories.json, with what it says.
SIGNATORY_COLUMNS = {
    "id": "The last part of the partner's address. Where a partner is renamed, the old address leads to the new one.",
    "name": "Name of the organisation.",
    "address": "Its page.",
    "sector": "statutory, or voluntary (and community).",
    "kind": f"One of: {', '.join(Partner.Kind.values)}.",
    "income_band": f"Income in a year, where it has said so: {', '.join(Partner.Income.values)}.",
    "identifiers": "Numbers in public registers, as org-id.guide spells them, with a space between two.",
    "website": "Its own website.",
    "champion": "Its compact champion, where it has named one.",
    "pledge": "What it pledges to do, in its own words.",
    "standing": f"On the day of the download, one of: {', '.join(Standing)}.",
    "standing_in_words": "The same as a sentence with its date.",
    "edition": "The label of the edition that its standing signature is of; empty for none, or a text that is not held.",
    "edition_digest": "SHA-256 of that edition's text.",
    "signed_on": "The day of its standing signature.",
    "withdrawn_on": "The day on which it withdrew its last signature, where none stands.",
    "proof": "The page that proves its standing signature.",
    "dissolved_on": "The day on which it dissolved.",
}

CHAIN_KEYS = {
    "links": "Every link in order. position counts from 1.",
    "links[].facts": "What happened: its keys sorted, without spaces, in UTF-8, is what is sealed.",
    "links[].personal_digest": "SHA-256 over a secret salt and the signer's name, role and authority. Erasing the person "
    "destroys the salt; this digest stays.",
    "links[].previous": "The link before it; 64 zeros for the first.",
    "links[].link": "SHA-256 of previous, facts and personal_digest, with a line feed between them.",
    "heads": "The last link as it was published at the end of each day's work. Keep a copy: nobody can then write the chain "
    "anew without your noticing.",
}


def signatory_rows(*, on: date) -> Iterator[dict[str, Any]]:
    """Every listed partner, in the order in which it came, with all of SIGNATORY_COLUMNS: three queries a thousand."""
    editions = editions_on(on)
    known = Edition.objects.published().values_list("pk", "label", "digest")
    texts = {pk: {"label": label, "digest": digest} for pk, label, digest in known}
    last = 0
    while rows := list(_partners_after(last)):
        numbers = [row["pk"] for row in rows]
        identifiers, proofs = _identifiers_of(numbers), _proofs_of(numbers)
        for row in rows:
            yield _signatory(row, editions, texts, identifiers.get(row["pk"], []), proofs)
        last = numbers[-1]


def _partners_after(last: int) -> Any:
    more = ("website", "champion", "pledge")
    return Partner.objects.listed().filter(pk__gt=last).order_by("pk").values(*COLUMNS, *more)[:STEP]


def _identifiers_of(numbers: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = Identifier.objects.filter(partner_id__in=numbers).order_by("value").values_list("partner_id", "value")
    for number, value in rows:
        found.setdefault(number, []).append(value)
    return found


def _proofs_of(numbers: Sequence[int]) -> dict[tuple[int, int | None], str]:
    rows = Signature.objects.standing().filter(partner_id__in=numbers).order_by()
    return {(partner, edition): code for partner, edition, code in rows.values_list("partner_id", "edition_id", "reference")}


def _signatory(
    row: dict[str, Any],
    editions: Editions,
    texts: dict[int, dict[str, str]],
    identifiers: list[str],
    proofs: dict[tuple[int, int | None], str],
) -> dict[str, Any]:
    standing = editions.standing(row)
    edition = texts.get(row["signed_edition_id"] or 0, {"label": "", "digest": ""})
    proof = proofs.get((row["pk"], row["signed_edition_id"]), "") if row["signed_on"] else ""
    return {
        "id": row["slug"],
        "name": row["name"],
        "address": settings.PORTAL_ADDRESS + reverse("signatories:partner_detail", args=[row["slug"]]),
        "sector": row["sector"],
        "kind": row["kind"],
        "income_band": row["income_band"],
        "identifiers": " ".join(identifiers),
        "website": row["website"],
        "champion": row["champion"],
        "pledge": row["pledge"],
        "standing": str(standing.standing),
        "standing_in_words": standing.sentence,
        "edition": edition["label"],
        "edition_digest": edition["digest"],
        "signed_on": row["signed_on"],
        "withdrawn_on": row["withdrawn_on"],
        "proof": settings.PORTAL_ADDRESS + reverse("signatories:signature_detail", args=[proof]) if proof else "",
        "dissolved_on": row["dissolved_on"],
    }


def directory_changed_at(*, on: date) -> datetime | None:
    """When what signatories.csv says changed last: a partner, a signature, an edition, or the day on which signatures of an
    earlier edition lapsed. None while there is nothing."""
    found = [model.history.aggregate(last=Max("history_date"))["last"] for model in (Partner, Signature, Edition, Identifier)]
    known = editions_on(on)
    if known.known:
        changes = (known.known[0][1], add_months(known.known[0][1], known.lapse_months))
        found += [start_of_day(day) for day in changes if day <= on]
    return max((at for at in found if at), default=None)


def chain_changed_at() -> datetime | None:
    """When a link or a head was added last."""
    link = SignatureEvent.objects.order_by("-position").values_list("at", flat=True).first()
    head = ChainHead.objects.order_by("-on").values_list("published_at", flat=True).first()
    return max((at for at in (link, head) if at), default=None)


def chain_rows() -> Iterator[dict[str, Any]]:
    """Every link as the public may have it."""
    columns = ("position", "facts", "personal_digest", "previous", "link")
    last = 0
    while rows := list(SignatureEvent.objects.filter(position__gt=last).order_by("position").values(*columns)[:STEP]):
        yield from rows
        last = rows[-1]["position"]


def head_rows() -> Iterator[dict[str, Any]]:
    """Every published head, oldest first."""
    for on, position, link in ChainHead.objects.order_by("on").values_list("on", "position", "link").iterator(chunk_size=STEP):
        yield {"on": on, "position": position, "link": link}
