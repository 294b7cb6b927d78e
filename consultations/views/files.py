"""A file that somebody uploaded, sent so that nothing in it runs here."""

from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.http import Http404, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from compact_portal.lib.upload_kinds import TAKEN
from compact_portal.pages.middleware import CACHE_CONTROL
from consultations.models import Document


def file_answer(document: Document, *, public: bool) -> StreamingHttpResponse:
    """The file as a download: its type is the one found in it, its name one of ours, and no page of ours can be made of it."""
    if not document.stored or not default_storage.exists(document.stored):
        raise Http404("The file is not where it should be.")
    ending = next((kind.ending for kind in TAKEN if kind.media == document.kind), "")
    name = f"{slugify(document.title)[:80] or 'document'}{ending}"
    headers = {
        "Content-Disposition": content_disposition_header(True, name) or "attachment",
        "Content-Length": str(document.size),
        # Whatever a browser makes of it: no script, no form, no frame, no origin of ours.
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": CACHE_CONTROL if public else "private, no-cache",
        "ETag": f'"{document.digest}"',
    }
    return StreamingHttpResponse(_pieces(document.stored), content_type=document.kind, headers=headers)


def _pieces(stored: str) -> Iterator[bytes]:
    """The file, opened when the first of it is asked for and closed when the last was sent, or the reader is gone."""
    with default_storage.open(stored, "rb") as opened:
        yield from opened.chunks()
