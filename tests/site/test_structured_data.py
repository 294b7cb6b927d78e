"""What pages say to machines by schema.org: in attributes, since the content policy allows no script inside a page."""

from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client

from tests.access_rows import make_rows
from tests.undertakings.pages import read

pytestmark = pytest.mark.django_db


def value_of(found: Tag) -> Any:
    """What a property says, as the standard reads it off its element (html.spec.whatwg.org, "Values")."""
    if found.has_attr("itemscope"):
        return item_of(found)
    for tag, attribute in (("meta", "content"), ("a", "href"), ("link", "href"), ("time", "datetime")):
        if found.name == tag:
            return found[attribute]
    return " ".join(found.get_text().split())


def item_of(scope: Tag) -> dict[str, Any]:
    """An item with its properties; those of items inside it are theirs."""
    found: dict[str, Any] = {"@type": scope["itemtype"].removeprefix("https://schema.org/")}
    for one in scope.find_all(attrs={"itemprop": True}):
        if one.find_parent(attrs={"itemscope": True}) is scope:
            found.setdefault(one["itemprop"], []).append(value_of(one))
    return found


def items(page: BeautifulSoup, kind: str) -> list[dict[str, Any]]:
    scopes = page.find_all(attrs={"itemtype": f"https://schema.org/{kind}"})
    return [item_of(scope) for scope in scopes]


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("/evidence/codes-in-place/", ["Is it kept?", "Are the planned codes of practice in place?"]),
        ("/signatories/test-a/", ["Signatories", "Test partner A"]),
        ("/funding/agreements/DAC-2026-0100/", ["Funding", "DAC-2026-0100"]),
    ],
)
def test_the_way_to_a_page_is_told_step_by_step(loaded, personas, address, names):
    make_rows(personas)
    (trail,) = items(read(Client(), address), "BreadcrumbList")
    steps = trail["itemListElement"]
    assert [step["name"] for step in steps] == [[name] for name in names]
    assert [step["position"] for step in steps] == [["1"], ["2"]]
    assert Client().get(steps[0]["item"][0]).status_code == 200
    assert "item" not in steps[-1]


@pytest.mark.parametrize(("slug", "kind"), [("test-a", "Organization"), ("test-x", "GovernmentOrganization")])
def test_an_organisation_is_told_with_its_numbers(personas, slug, kind):
    partner = personas.partners[slug[-1]]
    partner.identifiers.create(value="GB-CHC-1234567")
    partner.website, partner.dissolved_on = "https://group.example/", date(2026, 5, 1)
    partner.save()
    (found,) = items(read(Client(), f"/signatories/{slug}/"), kind)
    assert found["name"] == [partner.name]
    assert found["identifier"] == ["GB-CHC-1234567"]
    assert found["url"] == ["https://group.example/"]
    assert found["dissolutionDate"] == ["2026-05-01"]
    assert found["mainEntityOfPage"] == [f"http://127.0.0.1:8000/signatories/{slug}/"]


def test_each_set_of_open_data_is_told_with_licence_day_and_files(loaded):
    (catalogue,) = items(read(Client(), "/open-data/"), "DataCatalog")
    sets = {one["name"][0]: one for one in catalogue["dataset"]}
    assert {"The compact", "Evidence", "Signatories", "Funding agreements", "Replies beside figures"} <= sets.keys()
    for one in sets.values():
        assert one["license"] == ["https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"]
        assert len(one["description"][0]) >= 50, one["name"]
    files = {one["contentUrl"][0]: one["encodingFormat"][0] for found in sets.values() for one in found.get("distribution", ())}
    assert files["/open-data/evidence.csv"] == "CSV"
    assert files["/open-data/compact.json"] == "JSON"
    assert sets["The jargon buster"]["dateModified"][0].startswith("20")


def test_nothing_that_somebody_typed_breaks_out_of_it(personas):
    partner = personas.partners["a"]
    partner.name = 'Test "A" <script>alert(1)</script>'
    partner.save()
    (found,) = items(read(Client(), "/signatories/test-a/"), "Organization")
    assert found["name"] == [partner.name]
    assert not read(Client(), "/signatories/test-a/").find("script", src=False)
