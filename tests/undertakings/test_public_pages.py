"""What every public reading page of the compact holds to: one set of bytes for everybody, told apart by a tag."""

import gzip
import re
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from django.test import Client

from compact_portal.audit.context import change
from compact_portal.lib.compact_folder import read_folder_path
from compact_portal.pages import store
from tests.house.source import ROOT
from tests.undertakings.pages import DAY, add_terms, heading_levels, read, said, set_day, set_instant
from undertakings.actions.loading import load
from undertakings.models import CodeOfPractice, Contact, Edition, Example, Link, Term

PAGES = [
    "/compact/",
    "/compact/principles/",
    "/compact/undertakings/",
    "/compact/undertakings/statutory/",
    "/compact/undertakings/funding/",
    "/compact/undertakings/eight-weeks/",
    "/compact/editions/",
    "/compact/editions/revised-edition/",
    "/compact/editions/revised-edition/compare/revised-edition/",
    "/compact/codes/",
    "/jargon-buster/",
    "/jargon-buster/?q=lsp",
    "/jargon-buster/lsp/",
    "/examples/",
    "/examples/?by=undertaking",
    "/contacts/",
]
FILES = [
    "/compact/editions/revised-edition.md",
    "/compact/editions/revised-edition.pdf",
    "/open-data/compact.md",
    "/open-data/compact.json",
    "/open-data/jargon.csv",
]
every_page = pytest.mark.parametrize("address", PAGES)
every_answer = pytest.mark.parametrize("address", [*PAGES, *FILES])


@pytest.mark.usefixtures("loaded")
@every_answer
def test_it_is_the_same_bytes_for_somebody_signed_in(coordinator, address):
    signed_in = coordinator.get(address)
    store.clear()
    anonymous = Client().get(address)
    assert signed_in.status_code == 200
    assert signed_in.content == anonymous.content
    assert signed_in["ETag"] == anonymous["ETag"]
    assert not signed_in.cookies
    assert not anonymous.cookies
    assert anonymous["Vary"] == "Accept-Encoding"


@pytest.mark.usefixtures("loaded")
@every_answer
def test_it_answers_a_condition_with_304_and_head_without_a_body(client, address):
    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert client.get(address, headers={"if-none-match": 'W/"other"'}).status_code == 200
    head = client.head(address)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", first["ETag"])


@pytest.mark.usefixtures("loaded")
@every_answer
def test_it_comes_packed_to_those_who_take_it_so(client, address):
    plain = client.get(address)
    packed = client.get(address, headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < 40 * 1024 or address.endswith(".pdf")


@pytest.mark.usefixtures("loaded")
@every_answer
def test_nothing_can_be_sent_to_it(client, address):
    assert client.post(address, {"q": "x"}).status_code == 405


@pytest.mark.usefixtures("loaded")
@every_page
def test_it_has_a_heading_a_description_and_its_own_address(client, address):
    soup = read(client, address)
    levels = heading_levels(soup.main)
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert len(soup.find("meta", attrs={"name": "description"})["content"]) > 40
    expected = address if "by=" in address else address.partition("?")[0]
    assert soup.find("link", rel="canonical")["href"] == f"http://127.0.0.1:8000{expected}"


@pytest.mark.usefixtures("loaded")
def test_no_two_pages_share_a_title(client):
    titles = [read(client, address).title.string for address in PAGES]
    assert len(set(titles)) == len(titles)
    assert all(title.endswith(" - Dacorum Compact") for title in titles)


@pytest.mark.usefixtures("loaded")
def test_every_link_within_the_site_leads_somewhere(client):
    links = {link["href"].partition("#")[0] for page in PAGES for link in read(client, page).select("main a[href^='/']")}
    assert len(links) > 100
    assert [link for link in sorted(links) if link and client.get(link).status_code not in (200, 302)] == []


@pytest.mark.usefixtures("loaded")
@every_page
def test_it_needs_no_script_no_token_and_no_inline_style(client, address):
    markup = client.get(address).content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|csrfmiddlewaretoken", markup)
    assert re.findall(r'<form[^>]*method="(?!get)', markup) == []


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("address", ["/compact/", "/compact/undertakings/", "/jargon-buster/", "/open-data/jargon.csv"])
def test_its_tag_changes_when_its_content_does(client, address):
    before = client.get(address)["ETag"]
    assert client.get(address)["ETag"] == before
    add_terms(("Agencies", "Public bodies."))
    assert client.get(address)["ETag"] != before


@pytest.mark.usefixtures("loaded")
def test_its_tag_changes_at_midnight_in_london_where_its_words_do(client, monkeypatch):
    """2 July begins at 23:00 in Greenwich: the day of a contact's year runs out with it."""
    with change(by=None, why="A test"):
        Contact.objects.update(as_of=datetime(2026, 7, 2, tzinfo=UTC).date())
    set_instant(monkeypatch, datetime(2027, 7, 1, 22, 59, 59, tzinfo=UTC))
    before = client.get("/contacts/")
    set_instant(monkeypatch, datetime(2027, 7, 1, 23, 0, 0, tzinfo=UTC))
    after = client.get("/contacts/")
    assert b"Unconfirmed" not in before.content
    assert b"Unconfirmed" in after.content
    assert before["ETag"] != after["ETag"]


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("address", [address for address in [*PAGES, *FILES] if "?q=" not in address])
def test_a_page_in_the_store_costs_one_query(client, address, django_assert_num_queries):
    client.get(address)
    with django_assert_num_queries(1):
        client.get(address)


HOSTILE = '<script>alert("1")</script>&'


@pytest.mark.usefixtures("loaded")
@every_page
def test_no_field_of_a_row_becomes_markup(client, address):
    with change(by=None, why="A test"):
        Edition.objects.update(label=HOSTILE, note=HOSTILE)
        Term.objects.filter(slug="lsp").update(name=HOSTILE, short_form="<u>", also_written=HOSTILE)
        Example.objects.filter(position=0).update(title=HOSTILE)
        Contact.objects.filter(position=0).update(organisation=HOSTILE, role=HOSTILE, name=HOSTILE, telephone="<i>01442 1</i>")
        Link.objects.filter(position=0).update(title=HOSTILE, address=f"https://x.invalid/{HOSTILE}", about=HOSTILE)
        CodeOfPractice.objects.filter(position=0).update(title=HOSTILE, address='https://x.invalid/"onclick=x')
        edition = Edition.objects.get()
        edition.sections.update(title=HOSTILE, bound_by=HOSTILE)
        edition.clauses.update(bound_by=HOSTILE + "x")
    response = client.get(address)
    assert response.status_code == 200
    soup = read(client, address)
    assert [script for script in soup.find_all("script") if not script.get("src")] == []
    assert soup.find("u") is None
    assert soup.find("i") is None
    assert soup.find(onclick=True) is None


@pytest.mark.django_db
@every_page
def test_with_nothing_in_the_database_it_is_a_page_or_not_found(client, address):
    one = re.search(r"/(statutory|funding|eight-weeks|lsp|revised-edition)/", address)
    assert client.get(address).status_code == (404 if one else 200)


@pytest.fixture
def harrowmere(db, monkeypatch):
    """The second compact, of an invented place, loaded by the same code."""
    folder, faults = read_folder_path(ROOT / "tests" / "data" / "vale-of-harrowmere")
    assert faults == []
    load(folder=folder, by=None, on=DAY)
    set_day(monkeypatch, DAY)


SECOND = [
    "/compact/", "/compact/principles/", "/compact/undertakings/", "/compact/undertakings/statutory/",
    "/compact/undertakings/paying/", "/compact/undertakings/told-by-january/", "/compact/editions/",
    "/compact/editions/second-edition/", "/compact/editions/second-edition/compare/second-edition/", "/compact/codes/",
    "/jargon-buster/", "/examples/", "/examples/?by=undertaking", "/contacts/", "/compact/editions/second-edition.md",
    "/compact/editions/second-edition.pdf", "/open-data/compact.md", "/open-data/compact.json", "/open-data/jargon.csv",
]  # fmt: skip


@pytest.mark.usefixtures("harrowmere")
@pytest.mark.parametrize("address", SECOND)
def test_the_compact_of_another_place_is_read_by_the_same_code(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert b"dacorum" not in response.content.lower()


@pytest.mark.usefixtures("harrowmere")
def test_another_place_has_its_own_headings_numbers_and_those_it_binds(client):
    soup = read(client, "/compact/undertakings/")
    assert [said(tag) for tag in soup.select("main h3")] == ["S1 Asking", "S2 Paying", "V1 Looking after it"]
    assert "Binds Vale Health Board" in said(soup.find(id="told-by-january"))
    assert "Binds" not in said(soup.find(id="overheads"))
    detail = read(client, "/compact/undertakings/told-by-january/")
    assert said(detail.select_one("dl.list dd")) == "Vale Health Board"
    assert detail.title.string.endswith("- Harrowmere Accord")
    principles = read(client, "/compact/principles/")
    assert [said(tag) for tag in principles.select(".no")] == ["P1", "P2", "P3"]
