"""The front of the site: home and search."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from compact_portal.lib.clock import today
from compact_portal.lib.folding import clean
from compact_portal.pages.decorators import public_page
from compact_portal.search.queries import find
from compact_portal.site import queries

# What a search box takes; the rest of what somebody pastes is not looked at.
MOST_CHARACTERS = 300


@public_page(reads=())
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "site/home.html", {"home": queries.home(on=today())})


@public_page(reads=("q", "kind", "after"), many=True)
def search(request: HttpRequest) -> HttpResponse:
    words = clean(request.GET.get("q", ""))[:MOST_CHARACTERS]
    kind = request.GET.get("kind", "")
    kinds = [kind] if kind in queries.SEARCHED else None
    after = request.GET.get("after", "")
    found = find(words, kinds=kinds, after=after or None)
    context = {
        "words": words.strip(),
        "kind": kind if kinds else "",
        "kinds": queries.SEARCHED,
        "found": found,
        "results": [(queries.SEARCHED.get(result.kind, ""), result) for result in found.results],
        "further": bool(after),
    }
    return render(request, "site/search.html", context)
