"""The public proof of a signature, as a page and as a certificate."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from compact_portal.lib.clock import today
from compact_portal.lib.pdf import compile_pdf
from compact_portal.pages.decorators import public_page
from signatories.models import Signature
from signatories.queries.proof import certificate, confirmed_signature, proof_of, qr_svg


@public_page
def signature_detail(request: HttpRequest, reference: str) -> HttpResponse:
    """Who signed for whom, by whose authority, which text, when, and how anybody can check it."""
    if reference != reference.upper():
        return redirect("signatories:signature_detail", reference.upper(), permanent=True)
    signature = _found(reference)
    proof = proof_of(signature, on=today())
    crumbs = [{"label": "Signatories", "url": reverse("signatories:partner_list")}]
    if proof.partner_slug:
        page = reverse("signatories:partner_detail", args=[proof.partner_slug])
        crumbs.append({"label": signature.partner.name, "url": page})
    crumbs.append({"label": signature.reference, "url": ""})
    context = {"proof": proof, "signature": signature, "qr": qr_svg(proof.address), "crumbs": crumbs}
    return render(request, "signatories/signature_detail.html", context)


@public_page
def signature_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """The certificate."""
    signature = _found(reference)
    document = compile_pdf("signatories/certificate.typ", certificate(proof_of(signature, on=today())))
    name = f'inline; filename="certificate-{signature.reference}.pdf"'
    response = HttpResponse(document.bytes, content_type="application/pdf", headers={"Content-Disposition": name})
    response.stored_page = False  # type: ignore[attr-defined]  # one for each signature: too many to keep
    return response


def _found(reference: str) -> Signature:
    signature = confirmed_signature(reference)
    if signature is None:
        raise Http404("No confirmed signature has this code.")
    return signature
