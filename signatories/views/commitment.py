"""What an organisation commits to by signing, for the meeting that has to agree: a page and a PDF."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify

from compact_portal.lib.clock import today
from compact_portal.lib.pdf import compile_pdf
from compact_portal.pages.decorators import public_page
from signatories.models import Partner
from signatories.queries.commitment import commitment, commitment_document
from undertakings.queries.text import edition_in_force
from undertakings.views.trail import trail

SIGNING = ("Sign the compact", "signatories:signing_start")


@public_page
def signing_commitment(request: HttpRequest) -> HttpResponse:
    """First which sector, then what it promises."""
    edition, sector = edition_in_force(today()), request.GET.get("sector", "")
    known = sector if sector in Partner.Sector.values else ""
    context = {
        "edition": edition, "sector": known, "sectors": Partner.Sector.choices,
        "sector_name": Partner.Sector(known).label if known else "",
        "themes": commitment(edition, known) if edition and known else [],
        "crumbs": trail("What you commit to", SIGNING),
    }  # fmt: skip
    return render(request, "signatories/signing_commitment.html", context)


@public_page
def signing_commitment_pdf(request: HttpRequest, sector: str) -> HttpResponse:
    """The sheet to print for the meeting."""
    edition = edition_in_force(today())
    if edition is None or sector not in Partner.Sector.values:
        raise Http404("No edition is in force, or no sector is called so.")
    document = compile_pdf("signatories/commitment.typ", commitment_document(edition, sector))
    name = f"{slugify(edition.compact) or 'compact'}-what-you-commit-to-{sector}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(document.bytes, content_type="application/pdf", headers=headers)
