"""Papers that belong to a consultation: a file that is kept under a name of our own, or a link."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import default_storage

from compact_portal.audit.actions import StaleVersion, save_version
from compact_portal.audit.context import change
from compact_portal.lib.folding import clean
from compact_portal.lib.upload_kinds import MOST_BYTES, Kind, kind_of
from compact_portal.lib.virus_scan import ScannerAway, found_in
from consultations.actions.locks import locked_consultation
from consultations.actions.standing import refresh
from consultations.actions.writing import open_step
from consultations.models import Consultation, Document


def add_document(
    *, consultation: Consultation, values: Mapping[str, Any], upload: Any | None, by: Any, at: datetime
) -> Document:  # fmt: skip
    """A file with its title and format, or a link (`address` in `values`). ValidationError by field where it is not taken."""
    kind = _checked(upload) if upload is not None else None
    stored = ""
    try:
        with change(by=by, why="Added a document", public=consultation.is_public):
            row = locked_consultation(consultation.pk, by=by)
            open_step(row, "documents", at=at)
            held = Document(consultation=row, **values)
            if upload is not None and kind is not None:
                stored = _store(upload, kind)
                held.stored, held.kind, held.size, held.digest = stored, kind.media, upload.size, _digest(upload)
                held.name = clean(str(upload.name))[-200:]
            held.save()
            save_version(row, {})
            refresh(row)
    except BaseException:
        # The transaction takes its rows back by itself; the file has to be taken back by hand.
        if stored:
            default_storage.delete(stored)
        raise
    return held


def _checked(upload: Any) -> Kind:
    """What the file is. Looked at before anything is locked: a scan may take a while."""
    if upload.size > MOST_BYTES:
        raise ValidationError({"upload": f"Choose a file of at most {MOST_BYTES // 1024 // 1024} MB, or give a link to it"})
    try:
        kind = kind_of(upload)
    except ValueError as fault:
        raise ValidationError({"upload": str(fault)}) from None
    if settings.PORTAL_CLAMD:
        try:
            found = found_in(upload, scanner=settings.PORTAL_CLAMD)
        except ScannerAway:
            said = "The virus scanner does not answer, so no file is taken just now. Try again in a few minutes, or give a link"
            raise ValidationError({"upload": said}) from None
        if found:
            raise ValidationError({"upload": f"The virus scanner found {found} in this file: nothing of it was kept"})
    return kind


def _store(upload: Any, kind: Kind) -> str:
    upload.seek(0)
    return default_storage.save(f"consultations/{uuid4().hex}{kind.ending}", File(upload))


def _digest(upload: Any) -> str:
    upload.seek(0)
    digest = hashlib.sha256()
    for part in upload.chunks():
        digest.update(part)
    return digest.hexdigest()


def void_document(*, consultation: Consultation, document: Document, version: int, reason: str, by: Any, at: datetime) -> Document:
    """A paper that should not be there: nobody gets it any more, and the page says why. Raises StaleVersion."""
    with change(by=by, why=f"Took a document out: {reason}"):
        held = locked_consultation(consultation.pk, by=by)
        open_step(held, "documents", at=at)
        row = Document.objects.select_for_update().get(pk=document.pk, consultation=held)
        if row.version != version:
            raise StaleVersion(row)
        if row.voided_at is not None:
            raise ValidationError({"__all__": "Somebody has taken it out already"})
        save_version(row, {"voided_at": at, "voided_by": by, "voided_reason": reason})
        save_version(held, {})
        refresh(held)
    return row
