"""The living reference: codes of practice and thresholds, jargon, examples, contacts and further information."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from compact_portal.audit.actions import row_by_old_slug
from compact_portal.lib.clock import today
from compact_portal.lib.folding import clean
from compact_portal.pages.decorators import public_page
from compact_portal.pages.pieces import render_around
from undertakings.models import Term
from undertakings.queries import reference
from undertakings.queries.text import edition_in_force
from undertakings.views import parts
from undertakings.views.trail import COMPACT, JARGON, trail

TERMS = "undertakings/term_list.html"


@public_page(reads=())
def code_list(request: HttpRequest) -> HttpResponse:
    """The codes of practice, and the numbers behind the promises."""
    context = {"codes": parts.codes(on=today()), "crumbs": trail("Codes of practice", COMPACT)}
    return render(request, "undertakings/code_list.html", context)


@public_page(reads=("q",))
def term_list(request: HttpRequest) -> HttpResponse:
    """The jargon buster from A to Z, or the terms in which what was asked for occurs."""
    wanted = clean(request.GET.get("q", "")).strip()
    if not wanted and (all_terms := parts.terms()):
        return render_around(request, TERMS, "groups", all_terms, {"wanted": "", "count": 0})
    found = reference.letters_of_terms(wanted) if wanted else []
    context = {
        "groups": parts.terms_found(found),
        "wanted": wanted[: reference.MOST_WANTED],
        "count": sum(letter.count for letter in found),
    }
    response = render(request, TERMS, context)
    response.many_pages = bool(wanted)  # type: ignore[attr-defined]  # what people ask for is without end
    return response


@public_page(reads=())
def term_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One term: its meaning, its spellings, its neighbours, and where the compact uses it."""
    term = Term.objects.filter(slug=slug).first()
    if term is None:
        moved = row_by_old_slug(Term, slug)
        if moved is None:
            raise Http404("No term has this address.")
        return redirect("undertakings:term_detail", moved.slug, permanent=True)
    context = {
        "term": term,
        "also_written": term.also_written.splitlines(),
        "see_also": list(term.see_also.values("slug", "name")),
        "seen_from": list(term.seen_from.values("slug", "name")),
        "crumbs": trail(term.name, JARGON),
        "uses": reference.uses_of(term, edition_in_force(today())),
    }
    return render(request, "undertakings/term_detail.html", context)


@public_page(reads=("by",))
def example_list(request: HttpRequest) -> HttpResponse:
    """The compact at work, by year or by what each example shows."""
    by = "undertaking" if request.GET.get("by") == "undertaking" else "year"
    context = {"by": by, "groups": parts.examples(edition_in_force(today()), by=by)}
    return render(request, "undertakings/example_list.html", context)


@public_page(reads=())
def contact_list(request: HttpRequest) -> HttpResponse:
    """Whom to ask, and where to read on."""
    return render(request, "undertakings/contact_list.html", {"contacts": parts.contacts(on=today())})
