"""The front of the site: home and search."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from compact_portal.lib.clock import today
from compact_portal.lib.folding import clean
from compact_portal.pages.decorators import public_page
from compact_portal.pages.pieces import options
from compact_portal.search.queries import find
from compact_portal.site import queries
from compact_portal.site.views import parts
from undertakings.queries.text import edition_in_force

# What a search box takes; the rest of what somebody pastes is not looked at.
MOST_CHARACTERS = 300
# How much of it a heading says again.
MOST_SAID = 70


@public_page(reads=())
def home(request: HttpRequest) -> HttpResponse:
    on = today()
    edition = edition_in_force(on)
    records = edition and parts.home_records(edition, on=on)
    return render(request, "site/home.html", {"edition": edition, "signed": queries.signed_on(on), "records": records})


@public_page(reads=("q", "kind", "after"), many=True)
def search(request: HttpRequest) -> HttpResponse:
    words = clean(request.GET.get("q", ""))[:MOST_CHARACTERS]
    kind = request.GET.get("kind", "")
    kinds = [kind] if kind in queries.SEARCHED else None
    after = request.GET.get("after", "")
    found = find(words, kinds=kinds, after=after or None)
    context = {
        "words": words.strip(),
        "short": words.strip() if len(words) <= MOST_SAID else f"{words[: MOST_SAID - 1].strip()}…",
        "kind": kind if kinds else "",
        "kinds": options(queries.SEARCHED, chosen=kind if kinds else "", every="everything"),
        "found": found,
        "results": parts.results(found.results),
        "further": bool(after),
    }
    return render(request, "site/search.html", context)
