"""Documents: taken, scanned, kept under a name of ours, sent so that nothing runs; document_list, document_void, both files."""

import re

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from compact_portal.lib.virus_scan import ScannerAway
from consultations.actions import documents
from consultations.models import Document
from tests.consultations.asking import opened
from tests.consultations.writing import draft, thresholds
from tests.undertakings.drafting import hidden_version
from tests.undertakings.pages import read, said

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\nA test."


@pytest.fixture(autouse=True)
def _numbers(db):
    thresholds()


@pytest.fixture
def officer(personas):
    return personas.client("officer_x1")


@pytest.fixture
def row(personas):
    return opened(of=personas.partners["x"])


def at(name: str, row, *more) -> str:
    return reverse(f"consultations:{name}", args=[row.slug, *more])


def send(officer, row, body: bytes = PDF, name: str = "map.pdf", **typed):
    upload = {"upload": SimpleUploadedFile(name, body)} if body is not None else {}
    return officer.post(at("document_create", row), {"title": "The map", "format": "paper", **upload, **typed})


def test_a_file_is_kept_under_a_name_of_ours_and_sent_as_a_download(officer, row):
    assert send(officer, row, name="../../evil <script>.html").status_code == 302
    held = Document.objects.get()
    assert re.fullmatch(r"consultations/[0-9a-f]{32}\.pdf", held.stored)
    assert (held.kind, held.size, len(held.digest)) == ("application/pdf", len(PDF), 64)
    answer = Client().get(at("document_file", row, held.pk))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="the-map.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert not answer.cookies


def test_the_public_page_lists_it_with_kind_and_size(officer, row):
    send(officer, row)
    words = said(read(Client(), at("consultation_detail", row)).main)
    assert "The map PDF, 1 kB" in words


@pytest.mark.parametrize(
    ("body", "typed", "says"),
    [
        (b"<html>", {}, "no file that can be taken"),
        (b"\xd0\xcf\x11\xe0", {}, "older Office file"),
        (None, {}, "Choose a file, or give its address"),
        (PDF, {"address": "https://example.org/x.pdf"}, "not both"),
        (None, {"address": "javascript:alert(1)"}, "Write the address in full"),
        (None, {"address": "ftp://example.org/x"}, "begins with https://"),
        (PDF, {"title": ""}, "Fill in “Title”"),
        (b"", {}, "The file is empty"),
    ],
)
def test_what_is_not_taken_is_told_and_the_rest_stands(officer, row, body, typed, says):
    answer = send(officer, row, body, **({"title": "Keep these words"} | typed))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Document.objects.exists()
    if "title" not in typed:
        assert "Keep these words" in answer.content.decode()


def test_more_than_twenty_megabytes_is_told(officer, row, monkeypatch):
    monkeypatch.setattr(documents, "MOST_BYTES", 10)
    answer = send(officer, row)
    assert answer.status_code == 422
    assert "Choose a file of at most" in answer.content.decode()


def test_a_link_stands_in_place_of_a_file(officer, row):
    assert send(officer, row, None, address="https://example.org/signed.mp4", format="bsl").status_code == 302
    held = Document.objects.get()
    assert held.stored is None
    page = read(Client(), at("consultation_detail", row))
    assert page.select_one('a[href="https://example.org/signed.mp4"]')
    assert "British Sign Language video, on another site" in said(page.main)
    assert Client().get(at("document_file", row, held.pk)).status_code == 404
    assert officer.get(at("own_document_file", row, held.pk)).status_code == 404


def test_what_the_scanner_finds_is_not_kept(officer, row, settings, monkeypatch):
    settings.PORTAL_CLAMD = "127.0.0.1:3310"
    monkeypatch.setattr(documents, "found_in", lambda file, *, scanner: "Test.Signature")
    answer = send(officer, row)
    assert "found Test.Signature" in answer.content.decode()
    assert not Document.objects.exists()
    assert not default_storage.exists("consultations") or default_storage.listdir("consultations")[1] == []


def test_while_the_scanner_is_away_no_file_is_taken(officer, row, settings, monkeypatch):
    settings.PORTAL_CLAMD = "127.0.0.1:3310"

    def away(file, *, scanner):
        raise ScannerAway

    monkeypatch.setattr(documents, "found_in", away)
    assert "does not answer" in send(officer, row).content.decode()
    assert not Document.objects.exists()


def test_a_write_that_fails_leaves_no_file_behind(officer, row, monkeypatch):
    def fail(*args, **more):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(documents, "refresh", fail)
    with pytest.raises(RuntimeError):
        send(officer, row)
    assert default_storage.listdir("consultations")[1] == []


def test_a_document_of_a_draft_is_for_its_officers(officer, personas):
    held = draft(personas.partners["x"])
    send(officer, held)
    one = Document.objects.get()
    assert b"".join(officer.get(at("own_document_file", held, one.pk)).streaming_content) == PDF
    assert Client().get(at("document_file", held, one.pk)).status_code == 404
    assert personas.client("officer_y").get(at("own_document_file", held, one.pk)).status_code == 404


def test_what_is_taken_out_is_gone_for_everybody_and_says_why_to_the_agency(officer, row):
    send(officer, row)
    one = Document.objects.get()
    first = officer.get(at("document_void", row, one.pk))
    answer = officer.post(at("document_void", row, one.pk), {"version": hidden_version(first), "reason": "The wrong map"})
    assert answer.status_code == 302
    assert Client().get(at("document_file", row, one.pk)).status_code == 404
    assert "The map" not in said(read(Client(), at("consultation_detail", row)).main)
    assert "The wrong map" in said(read(officer, at("document_list", row)).main)


def test_a_file_that_is_missing_is_told_as_missing(officer, row):
    send(officer, row)
    one = Document.objects.get()
    default_storage.delete(one.stored)
    assert Client().get(at("document_file", row, one.pk)).status_code == 404
