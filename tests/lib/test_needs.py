"""The mark that asks for a permit before a page is shown."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory

from compact_portal.lib.needs import needs
from compact_portal.lib.permits import ALLOWED, Permit, refused


def asked(permit: Permit):
    questions = []
    request = RequestFactory().get("/workspace/")
    request.user = SimpleNamespace(permit=lambda name: (questions.append(name), permit)[1])
    view = needs("text.edit")(lambda request, pk: HttpResponse(f"page {pk}"))
    return request, view, questions


def test_the_page_is_shown_to_whoever_has_the_permit_and_kept_by_their_own_browser_only():
    request, view, questions = asked(ALLOWED)
    response = view(request, 3)
    assert (response.content, questions) == (b"page 3", ["text.edit"])
    assert {"private", "no-cache"} <= {part.strip() for part in response["Cache-Control"].split(",")}
    assert "no-store" not in response["Cache-Control"]


def test_others_are_refused_with_the_reason():
    request, view, _ = asked(refused("Only a coordinator does this."))
    with pytest.raises(PermissionDenied, match=r"Only a coordinator does this\."):
        view(request, 3)
