"""One edition: its page, its exact bytes, its PDF."""

import hashlib
import io

import pytest
from pypdf import PdfReader

from tests.undertakings.pages import LATER, edition_of, many, queries_of, read, said, set_day, words_of
from undertakings.models import Edition


def address(slug: str) -> str:
    return f"/compact/editions/{slug}/"


@pytest.fixture
def two_editions(db, monkeypatch):
    edition_of(words_of("First", [("ask", "We ask.")]))
    edition_of(words_of("Second", [("ask", "We ask and listen.")]), on=LATER)
    set_day(monkeypatch, LATER)


@pytest.mark.usefixtures("two_editions")
def test_the_edition_in_force_says_so(client):
    soup = read(client, address("second"))
    assert "This is the edition in force since Monday 1 March 2027." in said(soup.main)
    assert soup.find("a", href="/compact/editions/first/compare/second/") is not None


@pytest.mark.usefixtures("two_editions")
def test_an_earlier_one_says_until_when_it_was_in_force_and_keeps_its_words(client):
    soup = read(client, address("first"))
    assert "It was until Monday 1 March 2027, when “Second” was published." in said(soup.select_one(".notice"))
    assert said(soup.find(id="ask")) == "S1.1 We ask."


@pytest.mark.usefixtures("two_editions")
def test_its_numbers_lead_to_places_in_its_own_text(client):
    links = [tag["href"] for tag in read(client, address("first")).select("article.u .no a")]
    assert links == ["#ask"]


@pytest.mark.usefixtures("loaded")
def test_the_text_is_byte_for_byte_what_the_digest_stands_for(client):
    edition = Edition.objects.get()
    response = client.get("/compact/editions/revised-edition.md")
    assert response.content == edition.text.encode()
    assert hashlib.sha256(response.content).hexdigest() == edition.digest
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    assert response["Content-Disposition"] == 'inline; filename="dacorum-compact-revised-edition.md"'


@pytest.mark.usefixtures("loaded")
def test_edition_pdf_is_a_tagged_document_with_every_undertaking(client):
    response = client.get("/compact/editions/revised-edition.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="dacorum-compact-revised-edition.pdf"'
    document = PdfReader(io.BytesIO(response.content))
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
    words = " ".join(" ".join(page.extract_text().split()) for page in document.pages)
    numbers = Edition.objects.get().clauses.values_list("number", flat=True)
    assert [number for number in numbers if number not in words] == []
    assert "Financial support is reviewed." in words


@pytest.mark.usefixtures("two_editions")
@pytest.mark.parametrize("ending", ["/", ".md", ".pdf", "/compare/first/"])
def test_drafts_unknown_editions_and_those_to_come_are_not_found(client, monkeypatch, ending):
    Edition.objects.create(slug="draft", label="Draft", text="secret")
    edition_of(words_of("Third", many(3)), on=LATER.replace(day=2))
    for slug in ("draft", "third", "nothing"):
        assert client.get(f"/compact/editions/{slug}{ending}").status_code == 404
    assert client.get(f"/compact/editions/second{ending}").status_code == 200


@pytest.mark.django_db
def test_its_cost_does_not_grow_with_the_text(client):
    edition_of(words_of("Short", many(1)))
    edition_of(words_of("Long", many(30)))
    assert queries_of(client, address("short")) == queries_of(client, address("long")) == 4
