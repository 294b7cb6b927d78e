"""The edition in force: the whole text, its principles, and its undertakings with what is known about each."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from compact_portal.lib.clock import today
from compact_portal.lib.dates import in_words
from compact_portal.pages.decorators import public_page
from undertakings.models import Edition, Section
from undertakings.queries import text, undertaking
from undertakings.views import parts
from undertakings.views.trail import COMPACT, UNDERTAKINGS, trail


@public_page(reads=())
def compact_detail(request: HttpRequest) -> HttpResponse:
    """The whole document, as one long page."""
    edition = text.edition_in_force(today())
    context = {"edition": edition, "text": edition and parts.whole_text(edition)}
    return render(request, "undertakings/compact_detail.html", context)


@public_page(reads=())
def principle_list(request: HttpRequest) -> HttpResponse:
    """The principles, and the challenges where the text has any."""
    edition = text.edition_in_force(today())
    sections = edition and parts.sections_of(edition, kinds=(Section.Kind.PRINCIPLE, Section.Kind.CHALLENGE))
    context = {
        "edition": edition, "sections": sections, "crumbs": trail("Principles", COMPACT),
        "undertakings": reverse("undertakings:undertaking_list"),
    }  # fmt: skip
    return render(request, "undertakings/principle_list.html", context)


@public_page(reads=())
def undertaking_list(request: HttpRequest) -> HttpResponse:
    """Every undertaking, by sector and theme, with its evidence below it."""
    on = today()
    edition = text.edition_in_force(on)
    context = {
        "sections": edition and parts.undertaking_sections(edition, on=on),
        "contents": edition and parts.undertaking_contents(edition),
        "crumbs": trail("Undertakings", COMPACT),
    }
    return render(request, "undertakings/undertaking_list.html", context)


@public_page(reads=())
def undertaking_detail(request: HttpRequest, anchor: str) -> HttpResponse:
    """The own page of an undertaking, a theme or a sector; what is no undertaking is shown where it stands."""
    on = today()
    edition = text.edition_in_force(on)
    if edition is None:
        raise Http404("No compact is loaded.")
    page = undertaking.clause_page(edition, anchor, on=on) or undertaking.section_page(edition, anchor, on=on)
    if page:
        more = {
            "crumbs": trail(page["here"], COMPACT, UNDERTAKINGS, *page["above"]),
            "examples": parts.examples_of(page["anchors"]),
            "words": "" if page["clause"] else parts.theme_texts(edition, on=on)[anchor],
        }
        return render(request, "undertakings/undertaking_detail.html", {**page, **more})
    elsewhere = undertaking.place_in(edition, anchor)
    if elsewhere:
        return redirect(elsewhere)
    stood = undertaking.where_it_stood(anchor, on=on)
    if stood is None:
        raise Http404("No edition has this undertaking.")
    return _gone(request, stood[0], stood[1], anchor)


def _gone(request: HttpRequest, edition: Edition, words: str, anchor: str) -> HttpResponse:
    published = in_words(edition.published_on) if edition.published_on else ""
    said = f"The compact has this no longer. It stood in “{edition.label}”, published on {published}, as {words}"
    instead = f"{reverse('undertakings:edition_detail', args=[edition.slug])}#{anchor}"
    label = f"The text of “{edition.label}”"
    return render(request, "410.html", {"what": said, "instead": instead, "instead_label": label}, status=410)
