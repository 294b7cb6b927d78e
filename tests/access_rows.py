"""The rows that the addresses of tests/access_table.py need, with the words that a test wants to find or to miss."""

from datetime import UTC, datetime
from typing import Any

from compact_portal.mail.actions import queue_mail
from compact_portal.site.models import ProblemReport
from signatories.models import Signature
from tests import access_consultations, access_evidence, access_funding
from tests.house.personas import Personas
from tests.house.routes import TOKEN, Rows
from undertakings.models import Contact, Edition, Term

AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def make_rows(
    personas: Personas,
    *,
    draft: dict[str, Any] | None = None,
    report: dict[str, Any] | None = None,
    message: dict[str, str] | None = None,
) -> Rows:
    """One row of each kind over the loaded compact; the three given hold other columns than the plain ones."""
    edition = Edition.objects.published().order_by("pk")[0]
    return Rows(
        edition=edition,
        draft=Edition.objects.create(**{"slug": "draft-test", "label": "Draft", "text": "# Draft"} | (draft or {})),
        term=Term.objects.order_by("pk")[0],
        contact=Contact.objects.order_by("pk")[0],
        report=ProblemReport.objects.create(
            **{"reference": "DAC-2026-0001", "words": "Words", "token": TOKEN, "reported_at": AT} | (report or {})
        ),
        message=queue_mail(
            **{"to": "reader@test.invalid", "subject": "Subject", "body": "Body"} | (message or {}), at=AT
        ),
        signature=Signature.objects.create(
            reference="DAC-2026-0002", partner=personas.partners["a"], edition=edition, digest=edition.digest,
            signer_name="Test signatory_a", signer_role="Chair", authority="The board", signed_at=AT, confirmed_at=AT,
            expires_at=AT,
        ),
        personas=personas,
        more=access_funding.make_rows(personas) | access_consultations.make_rows(personas) | access_evidence.make_rows(personas),
    )  # fmt: skip
