"""The certificate, read back: tagged, titled, in English, its words, its picture described, its code decoded."""

import io
from datetime import timedelta

import pytest
import zxingcpp
from django.test import Client
from pypdf import PdfReader

from compact_portal.pages import store
from signatories.models import Signature, SignatureEvent
from signatories.queries.proof import certificate, proof_of
from tests.signatories.pictures import pixels_of_pdf
from tests.signatories.proving import edition, ended, partner, signed
from tests.undertakings.pages import DAY, set_day

pytestmark = pytest.mark.django_db
ADDRESS = "/signatures/SMA-2026-0001.pdf"


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    set_day(monkeypatch, DAY + timedelta(days=60))


@pytest.fixture
def signature() -> Signature:
    edition()
    return signed(partner("Sample Café-Choir & Friends"))


def got(client: Client) -> bytes:
    response = client.get(ADDRESS)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="certificate-SMA-2026-0001.pdf"'
    return response.content


def words(document: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(document)).pages).split())


def elements(node, found=None) -> list:
    """Every element of the structure tree."""
    found = [] if found is None else found
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            elements(child, found)
    elif isinstance(node, dict):
        if "/S" in node:
            found.append(node)
        if "/K" in node:
            elements(node["/K"], found)
    return found


def test_it_is_a_tagged_document_with_title_and_language(client: Client, signature) -> None:
    reader = PdfReader(io.BytesIO(got(client)))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert reader.metadata.title == "Certificate of signature SMA-2026-0001"
    assert reader.metadata.subject == "Sample Café-Choir & Friends signed the Small Compact"
    assert "pdfuaid" in reader.xmp_metadata.stream.get_data().decode()
    assert len(reader.pages) == 1


def test_a_reader_who_listens_hears_headings_and_what_the_picture_is(client: Client, signature) -> None:
    tree = elements(PdfReader(io.BytesIO(got(client))).trailer["/Root"]["/StructTreeRoot"]["/K"])
    kinds = [node["/S"] for node in tree]
    assert "/H1" in kinds
    assert "/H2" in kinds
    pictures = [node for node in tree if node["/S"] == "/Figure"]
    assert [picture["/Alt"] for picture in pictures] == [
        "QR code that leads to the proof of this signature, http://127.0.0.1:8000/signatures/SMA-2026-0001/"
    ]


def test_it_says_who_signed_what_and_how_to_check_it(client: Client, signature) -> None:
    said = words(got(client))
    for part in (
        "Sample Café-Choir & Friends", "has signed", "Small Compact", "First",
        "Signed by Sample chair, Chair, on Monday 2 November 2026.",
        "By authority of The committee, given on Friday 30 October 2026.", signature.digest, SignatureEvent.objects.get().link,
        "Link 1 of the chain", "SMA-2026-0001", "A sample: everybody named here is invented",
    ):  # fmt: skip
        assert part in said, part


def test_its_code_leads_to_the_page_of_the_signature(client: Client, signature) -> None:
    codes = zxingcpp.read_barcodes(pixels_of_pdf(got(client)))
    assert [code.text for code in codes] == ["http://127.0.0.1:8000/signatures/SMA-2026-0001/"]


def test_outside_the_sample_it_says_nothing_of_samples(client: Client, signature, settings) -> None:
    settings.PORTAL_SAMPLE = False
    assert "A sample" not in words(got(client))


def test_a_withdrawn_signature_says_so_on_its_certificate(client: Client, signature) -> None:
    ended(signature, DAY + timedelta(days=1))
    assert "Withdrawn. It was withdrawn on Tuesday 3 November 2026." in words(got(client))


def test_the_longest_names_keep_to_one_page(signature) -> None:
    from compact_portal.lib.pdf import compile_pdf

    data = certificate(proof_of(signature, on=DAY)) | {
        "partner": "Sample words " * 15, "now_called": "Other words " * 16, "compact": "Compact words " * 14,
        "edition": "Edition words " * 14, "signer": "Signer words " * 9, "role": "Role words " * 10,
        "authority": "Authority words " * 12,
    }  # fmt: skip
    made = compile_pdf("signatories/certificate.typ", data)
    assert made.tagged
    assert len(PdfReader(io.BytesIO(made.bytes)).pages) == 1
    assert zxingcpp.read_barcodes(pixels_of_pdf(made.bytes))


@pytest.mark.parametrize("name", ["社区合唱团", '#import "x" $ _a_ *b* @c <d>', "‮evil", "😀 Choir", "سلام"])
def test_any_name_makes_a_certificate(client: Client, name: str) -> None:
    edition()
    signed(partner(name))
    reader = PdfReader(io.BytesIO(got(client)))
    assert len(reader.pages) == 1


def test_certificates_do_not_fill_the_store_of_pages(client: Client, signature) -> None:
    got(client)
    assert len(store._pages) == 0
