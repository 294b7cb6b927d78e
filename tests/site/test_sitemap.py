"""The map of the site: every public page that search engines should find, each once, and nothing that is not public."""

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from compact_portal.pages import sitemap
from compact_portal.site.rules import SITEMAPS, sitemap_xml
from compact_portal.site.sitemap import LEFT_OUT, public_routes
from signatories.models import Partner
from tests.access_rows import make_rows
from tests.test_leaks import body

pytestmark = pytest.mark.django_db
HERE = "http://127.0.0.1:8000"
# Public addresses with something to fill in that the map leaves out, each with why.
NOT_IN_IT = {
    "site:problem_sent": "a receipt, known to whoever reported",
    "site:sitemap_part": "the map itself",
    "undertakings:edition_text": "a file",
    "undertakings:edition_pdf": "a file",
    "undertakings:edition_compare": "as many as pairs of editions",
    "undertakings:evidence_csv": "a file",
    "undertakings:evidence_known": "as many as days",
    "signatories:signature_pdf": "a file",
    "signatories:signing_commitment_pdf": "a file",
    "consultations:document_file": "a file",
    "consultations:open_answers_csv": "a file",
    "consultations:open_answers_xlsx": "a file",
    "consultations:open_answers_json": "a file",
    "consultations:follow_create": "a form",
    "consultations:answer_start": "a form",
    "funding:open_giving_json": "a file",
    "funding:open_grants_csv": "a file",
}


def found_in(address: str) -> dict[str, str]:
    """Each address in a file of the map with its day ("" without one)."""
    answer = Client().get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/xml")
    tree = ElementTree.fromstring(body(answer))
    space = {"s": SITEMAPS}
    rows = [*tree.findall("s:url", space), *tree.findall("s:sitemap", space)]
    found = [(row.findtext("s:loc", "", space), row.findtext("s:lastmod", "", space)) for row in rows]
    assert len(found) == len(dict(found)), "an address stands there twice"
    assert all(loc.startswith(f"{HERE}/") for loc, _ in found)
    return {loc.removeprefix(HERE): day for loc, day in found}


def everything() -> dict[str, str]:
    pages: dict[str, str] = {}
    for part in found_in("/sitemap.xml"):
        of_part = found_in(part)
        assert not pages.keys() & of_part.keys()
        pages |= of_part
    return pages


def test_each_address_is_a_page_that_anybody_reads(loaded, personas):
    make_rows(personas)
    pages = everything()
    assert {
        "/",
        "/evidence/",
        "/compact/undertakings/statutory/",
        "/signatories/test-a/",
        "/evidence/codes-in-place/",
    } <= pages.keys()
    assert {
        "/signatories/test-a/",
        "/funding/agreements/DAC-2026-0100/",
        "/funding/funds/a-round/",
        "/signatures/DAC-2026-0002/",
    } <= pages.keys()
    wrong = [path for path in pages if Client().get(path).status_code != 200]
    assert wrong == []


def test_a_row_that_the_public_does_not_see_is_not_in_it(loaded, personas):
    make_rows(personas)
    Partner.objects.filter(slug="test-b").update(
        refused_at=datetime(2026, 1, 1, tzinfo=UTC), refused_reason="A team, no organisation."
    )
    pages = everything()
    assert "/signatories/test-b/" not in pages
    assert "/funding/agreements/DAC-2026-0101/" not in pages
    assert not [path for path in pages if path.startswith(("/workspace/", "/account/", "/admin/", "/search/"))]
    assert not [path for path in pages if not path.endswith("/")]


def test_every_kind_of_public_page_is_in_it_or_left_out_for_a_reason():
    asking = {name for name, entry in public_routes() if entry.pattern.converters} - set(LEFT_OUT)
    mapped = {name for section in sitemap.sections() for name in section.routes}
    assert sorted(asking - mapped - NOT_IN_IT.keys()) == [], "register a section in the app's sitemap.py"
    assert sorted(mapped - asking) == []
    assert sorted(NOT_IN_IT.keys() & mapped) == []


def test_the_days_are_those_of_the_last_change(loaded, personas):
    make_rows(personas)
    pages = everything()
    assert pages["/signatures/DAC-2026-0002/"] == "2026-11-22"
    assert pages["/funding/agreements/DAC-2026-0100/"] == ""


def test_more_than_a_file_takes_goes_into_further_ones_at_the_same_cost(personas, monkeypatch):
    address = reverse("site:sitemap_part", args=["partners", 1])
    with CaptureQueriesContext(connection) as few:
        found_in(address)
    Partner.objects.bulk_create(
        Partner(
            name=f"Partner {number}", name_key=f"partner {number}", slug=f"partner-{number}", sector="voluntary", kind="charity"
        )
        for number in range(25)
    )
    with CaptureQueriesContext(connection) as many:
        assert len(found_in(address)) == 29
    assert len(many) == len(few)
    monkeypatch.setattr(sitemap, "MOST", 10)
    parts = [part for part in found_in("/sitemap.xml") if "/partners-" in part]
    assert len(parts) == -(-Partner.objects.order_by("-pk").values_list("pk", flat=True)[0] // 10)
    assert sum(len(found_in(part)) for part in parts) == 29
    assert max(len(found_in(part)) for part in parts) <= 10


@pytest.mark.parametrize("address", ["/sitemaps/partners-0.xml", "/sitemaps/partners-999.xml", "/sitemaps/nothing-1.xml"])
def test_a_part_that_is_not_there_is_not_found(address):
    assert Client().get(address).status_code == 404


def test_it_is_not_sent_again_while_nothing_is_new(loaded):
    for address in ("/sitemap.xml", "/sitemaps/pages-1.xml"):
        tag = Client().get(address)["ETag"]
        assert Client().get(address, headers={"If-None-Match": tag}).status_code == 304


def test_an_address_is_escaped():
    assert "<loc>/a?b&amp;c&lt;d</loc>" in "".join(sitemap_xml([("/a?b&c<d", None)]))


def test_a_section_is_registered_once():
    with pytest.raises(ValueError, match="twice"):
        sitemap.register(sitemap.sections()[0])


def test_its_addresses_are_named():
    assert resolve("/sitemap.xml").view_name == "site:sitemap_index"
    assert resolve("/sitemaps/pages-1.xml").view_name == "site:sitemap_part"
