"""The living reference: codes of practice and thresholds, jargon, examples, contacts and further information."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from compact_portal.audit.actions import row_by_old_slug
from compact_portal.lib.clock import today
from compact_portal.lib.folding import clean
from compact_portal.pages.decorators import public_page
from undertakings.models import CodeOfPractice, Term
from undertakings.queries import reference
from undertakings.queries.text import edition_in_force
from undertakings.rules import is_web_address
from undertakings.views.trail import COMPACT, JARGON, trail


@public_page(reads=())
def code_list(request: HttpRequest) -> HttpResponse:
    """The codes of practice, and the numbers behind the promises."""
    codes = [{"code": code, "url": code.address if is_web_address(code.address) else ""} for code in CodeOfPractice.objects.all()]
    context = {"codes": codes, "thresholds": reference.threshold_rows(on=today()), "crumbs": trail("Codes of practice", COMPACT)}
    return render(request, "undertakings/code_list.html", context)


@public_page(reads=("q",))
def term_list(request: HttpRequest) -> HttpResponse:
    """The jargon buster from A to Z, or the terms in which what was asked for occurs."""
    wanted = clean(request.GET.get("q", "")).strip()
    groups = reference.letters_of_terms(wanted)
    context = {
        "groups": groups, "letters": reference.letters(groups), "wanted": wanted[: reference.MOST_WANTED],
        "count": sum(letter.count for letter in groups),
    }  # fmt: skip
    response = render(request, "undertakings/term_list.html", context)
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
    edition = edition_in_force(today())
    if request.GET.get("by") == "undertaking":
        context = {"by": "undertaking", "groups": reference.examples_by_clause(edition)}
    else:
        context = {"by": "year", "groups": reference.examples_by_year(edition)}
    return render(request, "undertakings/example_list.html", {"edition": edition, **context})


@public_page(reads=())
def contact_list(request: HttpRequest) -> HttpResponse:
    """Whom to ask, and where to read on."""
    context = {"contacts": reference.contact_rows(on=today()), "links": reference.link_rows()}
    return render(request, "undertakings/contact_list.html", context)
