"""Word documents for tests, made in memory."""

import io
import zipfile

from docx import Document


def saved(document):
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def bold(document, words):
    document.add_paragraph().add_run(words).bold = True


def with_member(data, name, content, *, instead=None):
    """The package with a member more, or with a member's bytes replaced (`instead`: old, new)."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            kept = old.read(member)
            if instead and member.filename == name:
                kept = kept.replace(*instead)
            new.writestr(member.filename, kept)
        if not instead:
            new.writestr(name, content)
    return stream.getvalue()


def small():
    document = Document()
    document.add_heading("Anytown Compact", 0)
    document.add_heading("Undertakings by the statutory sector", 1)
    document.add_heading("Funding", 2)
    document.add_paragraph("Pays on time", style="List Bullet")
    return document
