"""A signature's public proof: what was signed, and the links of the chain that seal it, in a form that anyone can check."""

import io
import shlex
from dataclasses import dataclass
from datetime import date
from typing import Any

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from compact_portal.lib.chain import canonical
from compact_portal.lib.dates import at_in_words, in_words, london_day
from signatories.models import ChainHead, Signature, SignatureEvent
from signatories.queries.directory import editions_on
from signatories.queries.partner import fate, standing_of
from signatories.rules.proof import Fate, FateOn


@dataclass(frozen=True, slots=True)
class ProofLink:
    """One link of the chain about a signature. `command` recomputes `link` in any POSIX shell with sha256sum."""

    position: int
    what: str
    at: str
    facts: str
    link: str
    command: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What the page and the certificate of a signature say.

    `name_then` is the partner's name as it signed, where that is not its name today; `partner_slug` is "" where the partner
    has no page; `signer` is "" where the name was erased; `head_on` is the first day whose published head covers the
    confirmation, None while there is none.
    """

    signature: Signature
    fate: FateOn
    reason: str
    name_then: str
    partner_slug: str
    signer: str
    address: str
    text_address: str
    command: str
    links: list[ProofLink]
    head_on: date | None


_WHAT: dict[str, str] = dict(SignatureEvent.Kind.choices)


def confirmed_signature(reference: str) -> Signature | None:
    """The signature of a public code, confirmed once; one that is pending or has run out is not there for the public."""
    rows = Signature.objects.filter(reference=reference, confirmed_at__isnull=False)
    return rows.select_related("partner", "edition").first()


def proof_of(signature: Signature, *, on: date) -> Proof:
    """The proof of a confirmed signature on a day."""
    partner, edition = signature.partner, signature.edition
    editions = editions_on(on)
    others = list(partner.signatures.filter(confirmed_at__isnull=False).select_related("edition"))
    events = list(signature.events.order_by("position"))
    then = events[0].facts["partner"] if events else partner.name
    became = fate(signature, others, editions, standing_of(partner, editions))
    text = address_of("undertakings:edition_text", edition.slug) if edition else ""
    return Proof(
        signature=signature,
        fate=became,
        reason=_reason(signature, became),
        name_then=then if then != partner.name else "",
        partner_slug=partner.slug if partner.is_listed else "",
        signer=signature.signer_name,
        address=address_of("signatories:signature_detail", signature.reference),
        text_address=text,
        command=f"curl -s {text} | sha256sum" if text else "",
        links=[_proof_link(event) for event in events],
        head_on=_head_on(events[0].position) if events else None,
    )


def _reason(signature: Signature, became: FateOn) -> str:
    if became.fate is Fate.INVALIDATED:
        return signature.invalidated_reason
    return signature.withdrawn_reason if became.fate is Fate.WITHDRAWN else ""


def _proof_link(event: SignatureEvent) -> ProofLink:
    facts = canonical(event.facts)
    parts = (event.previous, facts, event.personal_digest)
    return ProofLink(
        position=event.position,
        what=_WHAT[event.kind],
        at=at_in_words(event.at),
        facts=facts,
        link=event.link,
        command=f"printf '%s\\n%s\\n%s' {' '.join(shlex.quote(part) for part in parts)} | sha256sum",
    )


def _head_on(position: int) -> date | None:
    return ChainHead.objects.filter(position__gte=position).order_by("on").values_list("on", flat=True).first()


def address_of(name: str, *args: str) -> str:
    """The whole address of a page, as it is printed and scanned."""
    return settings.PORTAL_ADDRESS + reverse(name, args=args)


def qr_svg(address: str) -> SafeString:
    """A QR code of an address as an SVG picture: dark on white, with the quiet zone that scanners need."""
    drawn = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(drawn, kind="svg", border=4, dark="#000", light="#fff", omitsize=True, xmldecl=False, svgclass=None, lineclass=None)
    return mark_safe(drawn.getvalue().decode().strip())  # noqa: S308  numbers of a drawing; the address is not in it


def certificate(proof: Proof) -> dict[str, Any]:
    """What the certificate says (templates/signatories/certificate.typ)."""
    signature = proof.signature
    edition = signature.edition
    latest = proof.links[-1] if proof.links else None
    return {
        "compact": edition.compact if edition else "",
        "place": edition.place if edition else "",
        "edition": edition.label if edition else "",
        "partner": proof.name_then or signature.partner.name,
        "now_called": signature.partner.name if proof.name_then else "",
        "signer": proof.signer,
        "role": signature.signer_role,
        "authority": signature.authority,
        "authority_on": in_words(signature.authority_on) if signature.authority_on else "",
        "signed_on": in_words(london_day(signature.signed_at)),
        "paper": signature.method == Signature.Method.PAPER,
        "reference": signature.reference,
        "digest": signature.digest,
        "link": latest.link if latest else "",
        "position": latest.position if latest else 0,
        "sample": settings.PORTAL_SAMPLE,
        "fate": "" if proof.fate.fate is Fate.STANDS else f"{proof.fate.name}. {proof.fate.sentence}",
        "address": proof.address,
        "qr": qr_svg(proof.address),
    }
