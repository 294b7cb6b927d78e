"""A draft from a Markdown or Word file."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from tests.undertakings.drafting import tags, text, words
from undertakings.models import Edition

pytestmark = pytest.mark.django_db
IMPORT = reverse("undertakings:draft_import")
A_PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 200


def send(browser, data: bytes, name: str = "compact.md", **kwargs):
    return browser.post(IMPORT, {"file": SimpleUploadedFile(name, data)}, **kwargs)


def word_file() -> bytes:
    document = Document()
    document.add_heading("Small Compact", level=0)
    document.add_heading("Undertakings by the statutory sector", level=1)
    document.add_heading("Money", level=2)
    document.add_paragraph("We pay in advance.", style="List Bullet")
    document.add_table(1, 1).rows[0].cells[0].text = "A cell"
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def test_a_markdown_file_becomes_a_draft_word_for_word(coordinator):
    response = send(coordinator, text("Second").encode())
    draft = Edition.objects.get()
    assert response["Location"] == reverse("undertakings:draft_update", args=[draft.pk])
    assert draft.text == text("Second")
    assert draft.history.get().history_change_reason == "Started a draft from a file"


def test_a_word_file_becomes_a_draft_and_what_was_lost_is_told(coordinator):
    page = send(coordinator, word_file(), "compact.docx", follow=True)
    draft = Edition.objects.get()
    assert "## Undertakings by the statutory sector {#statutory}" in draft.text
    assert "### Money {#money}" in draft.text
    assert "- We pay in advance. {#" in draft.text
    assert "The file is read, and its text is saved as a draft." in words(page)
    assert len(tags(page, "div", class_="notice warn")) >= 1


def test_what_a_file_is_decides_and_not_its_name(coordinator):
    send(coordinator, word_file(), "compact.md")
    assert "We pay in advance." in Edition.objects.get().text


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.md", b"", "The file is empty"),
        ("picture.md", A_PNG, "not a text file"),
        ("picture.docx", A_PNG, "Give a Word document (.docx), or Markdown"),
        ("latin.md", "Caf\xe9".encode("latin-1") + text().encode(), "The text is not UTF-8"),
        ("bom.md", b"\xef\xbb\xbf" + text().encode(), "byte-order mark"),
        ("null.md", text().encode() + b"\x00", "hidden character"),
        ("wide.md", text().encode("utf-16"), "UTF-16"),
        ("long.md", b"a" * (1024 * 1024 + 1), "larger than 1 MiB"),
        ("zip.docx", b"PK\x03\x04" + b"\x00" * 100, "Word"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_loads_nothing(coordinator, name, data, says):
    response = send(coordinator, data, name)
    assert response.status_code == 422
    assert says in words(response)
    assert tags(response, "a", href="#id_file")
    assert Edition.objects.count() == 0


def test_a_file_that_is_far_too_large_is_refused(coordinator):
    response = send(coordinator, b"a" * (5 * 1024 * 1024 + 1))
    assert response.status_code == 422
    assert "The file is larger than 5 MiB" in words(response)


def test_a_form_without_a_file_asks_for_one(coordinator):
    response = coordinator.post(IMPORT, {})
    assert response.status_code == 422
    assert "Choose a file" in words(response)


def test_the_form_sends_files_and_lets_a_keyboard_choose_one(coordinator):
    page = coordinator.get(IMPORT)
    assert tags(page, "form", enctype="multipart/form-data")
    assert tags(page, "input", type="file", name="file")


def test_only_a_coordinator_sends_one(personas):
    assert send(personas.client("officer_x1"), text().encode()).status_code == 403
    assert Edition.objects.count() == 0
