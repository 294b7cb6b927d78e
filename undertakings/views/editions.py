"""Editions: the list, the text of each in three forms, and two of them side by side."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify

from compact_portal.lib.clock import today
from compact_portal.lib.pdf import compile_pdf
from compact_portal.pages.decorators import public_page
from undertakings.forms.compare import CompareForm
from undertakings.models import Edition
from undertakings.queries.edition import changed_sections, edition_document, published_edition, two_editions
from undertakings.queries.text import contents, neighbours, outline, published_editions
from undertakings.views.trail import COMPACT, EDITIONS, trail


@public_page(reads=("before", "after"))
def edition_list(request: HttpRequest) -> HttpResponse:
    """Every edition, and a form that leads to two of them side by side."""
    editions = published_editions(today())
    form = CompareForm(editions, request.GET if request.GET.keys() & {"before", "after"} else None)
    if form.is_bound and form.is_valid():
        return redirect("undertakings:edition_compare", form.cleaned_data["before"], form.cleaned_data["after"])
    context = {"editions": editions, "form": form, "crumbs": trail("Editions", COMPACT)}
    response = render(request, "undertakings/edition_list.html", context)
    response.many_pages = form.is_bound  # type: ignore[attr-defined]  # a choice that there is not, as often as one likes
    return response


@public_page(reads=())
def edition_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole text of one edition."""
    editions = published_editions(today())
    place = next((index for index, edition in enumerate(editions) if edition.slug == slug), None)
    if place is None:
        raise Http404("No edition has this address.")
    newer, older = neighbours(editions, place)
    sections = outline(editions[place], own_pages=False)
    context = {
        "edition": editions[place], "in_force": editions[0], "newer": newer, "older": older, "sections": sections,
        "contents": contents(sections), "crumbs": trail(editions[place].label, COMPACT, EDITIONS),
    }  # fmt: skip
    return render(request, "undertakings/edition_detail.html", context)


@public_page(reads=())
def edition_text(request: HttpRequest, slug: str) -> HttpResponse:
    """The text, byte for byte as it was published: its SHA-256 is the edition's digest."""
    return markdown_response(_found(published_edition(slug, on=today())))


@public_page(reads=())
def edition_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The text as a printed document."""
    edition = _found(published_edition(slug, on=today()))
    address = settings.PORTAL_ADDRESS + reverse("undertakings:edition_detail", args=[slug])
    document = compile_pdf("undertakings/edition.typ", edition_document(edition, address=address))
    return HttpResponse(document.bytes, content_type="application/pdf", headers=_inline(edition, "pdf"))


@public_page(reads=())
def edition_compare(request: HttpRequest, slug: str, other: str) -> HttpResponse:
    """Two editions, item by item: what was added, removed, reworded and moved from the first to the second."""
    on = today()
    before, after = _found(published_edition(slug, on=on)), _found(published_edition(other, on=on))
    form = CompareForm(published_editions(on), initial={"before": slug, "after": other})
    comparison = two_editions(before, after)
    context = {
        "before": before, "after": after, "form": form, "comparison": comparison,
        "sections": changed_sections(comparison),
        "crumbs": trail("What changed", COMPACT, EDITIONS),
    }  # fmt: skip
    return render(request, "undertakings/edition_compare.html", context)


def markdown_response(edition: Edition) -> HttpResponse:
    """The bytes of an edition's text, to be read in the browser or saved under a name that says what it is."""
    text = edition.text.encode()
    return HttpResponse(text, content_type="text/markdown; charset=utf-8", headers=_inline(edition, "md"))


def _found(edition: Edition | None) -> Edition:
    if edition is None:
        raise Http404("No edition has this address.")
    return edition


def _inline(edition: Edition, ending: str) -> dict[str, str]:
    name = f"{slugify(edition.compact) or 'compact'}-{edition.slug}.{ending}"
    return {"Content-Disposition": f'inline; filename="{name}"'}
