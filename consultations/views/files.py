"""A file that somebody uploaded, sent so that nothing in it runs here."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.utils.text import slugify

from compact_portal.lib.upload_kinds import TAKEN
from compact_portal.pages.middleware import CACHE_CONTROL
from consultations.models import Document


def file_answer(document: Document, *, public: bool) -> FileResponse:
    """The file as a download: its type is the one found in it, its name one of ours, and no page of ours can be made of it."""
    assert document.stored
    try:
        opened = default_storage.open(document.stored, "rb")
    except FileNotFoundError:
        raise Http404("The file is not where it should be.") from None
    ending = next((kind.ending for kind in TAKEN if kind.media == document.kind), "")
    name = f"{slugify(document.title)[:80] or 'document'}{ending}"
    answer = FileResponse(opened, as_attachment=True, filename=name, content_type=document.kind)
    # Whatever a browser makes of it: no script, no form, no frame, no origin of ours.
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = CACHE_CONTROL if public else "private, no-cache"
    answer.headers["ETag"] = f'"{document.digest}"'
    return answer
