"""What an organisation commits to: signing_commitment and signing_commitment_pdf."""

import io

import pytest
from django.test import Client
from pypdf import PdfReader

from tests.signatories.signers import an_edition
from tests.undertakings.pages import read, said
from undertakings.models import Clause

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("sector", ["statutory", "voluntary"])
def test_the_sheet_has_every_undertaking_of_the_sector_and_no_other(client: Client, loaded, sector: str):
    numbers = [said(number) for number in read(client, f"/sign/commitment/?sector={sector}").select(".u .no")]
    assert numbers == list(Clause.objects.filter(kind="undertaking", sector=sector).values_list("number", flat=True))


def test_first_a_sector_is_chosen(client: Client, loaded):
    for query in ("", "?sector=", "?sector=nonsense", "?sector=%00"):
        page = read(client, f"/sign/commitment/{query}")
        assert "Choose your sector" in said(page.main)
        assert [link["href"] for link in page.select("nav[aria-label=Sector] a")] == ["?sector=statutory", "?sector=voluntary"]


def test_a_sector_without_undertakings_says_so(client: Client):
    an_edition()
    assert "no undertakings by this sector" in said(read(client, "/sign/commitment/?sector=voluntary").main)
    assert client.get("/sign/commitment/voluntary.pdf").status_code == 200


def test_without_an_edition_there_is_no_sheet(client: Client):
    assert "No edition" in said(read(client, "/sign/commitment/?sector=voluntary").main)
    assert client.get("/sign/commitment/voluntary.pdf").status_code == 404


@pytest.mark.parametrize(("sector", "most_pages"), [("statutory", 2), ("voluntary", 1)])
def test_the_printed_sheet_is_one_sheet_tagged_in_english_and_whole(client: Client, loaded, sector: str, most_pages: int):
    response = client.get(f"/sign/commitment/{sector}.pdf")
    assert response["Content-Type"] == "application/pdf"
    document = PdfReader(io.BytesIO(response.content))
    assert len(document.pages) <= most_pages
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert document.trailer["/Root"]["/Lang"] == "en-GB"
    assert document.metadata.title == "What you commit to"
    text = " ".join(" ".join(page.extract_text() for page in document.pages).split())
    for clause in Clause.objects.filter(kind="undertaking", sector=sector):
        assert clause.number in text


def test_an_unknown_sector_has_no_sheet(client: Client, loaded):
    assert client.get("/sign/commitment/other.pdf").status_code == 404
