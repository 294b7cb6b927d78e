"""Writes of the site's own pages."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.urls import reverse

from compact_portal.audit.actions import locked, next_reference, save_version
from compact_portal.audit.context import change
from compact_portal.lib.dates import london_day
from compact_portal.lib.mail_markup import as_typed
from compact_portal.lib.references import reference_prefix
from compact_portal.mail.actions import forget_mail, queue_mail
from compact_portal.site.models import ProblemReport
from compact_portal.site.rules import kept_until

# How "You get this mail because …" ends.
WHY = "you reported a problem with a page and left this address"


def report_problem(*, token: UUID, page: str, words: str, email: str, automatic: bool, place: str, at: datetime) -> ProblemReport:
    """Keep a report, and write a receipt to whoever left an address. The same token twice gives the one report.

    A report that looks automatic is kept as well, set apart, but nothing is mailed: the address may be a stranger's.
    """
    found = ProblemReport.objects.filter(token=token).first()
    if found is not None:
        return found
    try:
        with change(by=None, why="Reported by a visitor", public=False):
            report = ProblemReport.objects.create(
                reference=next_reference(reference_prefix(place), on=london_day(at)),
                page=page, words=words, email=email, automatic=automatic, token=token, reported_at=at,
            )  # fmt: skip
            if email and not automatic:
                _mail_receipt(report, at=at)
    except IntegrityError:  # somebody sent the same form in the same instant; theirs is the report
        return ProblemReport.objects.get(token=token)
    return report


def close_problem(*, report: ProblemReport, version: int, answer: str, by: Any, at: datetime) -> ProblemReport:
    """Answer a report and close it. Raises StaleVersion when somebody has answered it since the form was made."""
    with change(by=by, why="Answered", public=False):
        row = locked(ProblemReport, report.pk, version=version)
        save_version(row, {"answer": answer, "closed_at": at, "closed_by": by})
        if row.email and not row.automatic:
            _mail_answer(row, at=at)
    return row


def _mail_receipt(report: ProblemReport, *, at: datetime) -> None:
    address = settings.PORTAL_ADDRESS + reverse("site:problem_sent", args=[report.token])
    queue_mail(
        to=report.email,
        subject=f"We have your report {report.reference}",
        body=(
            f"Thank you for telling us. Your report has the number {report.reference}.\n\n"
            f"What we have: {address}\n\n"
            "A person will look at it and answer to this address. It is used for nothing else."
        ),
        at=at,
        once=f"problem-receipt:{report.token}",
        why=WHY,
    )


def _mail_answer(report: ProblemReport, *, at: datetime) -> None:
    queue_mail(
        to=report.email,
        subject=f"Your report {report.reference}: what was done",
        body=f"You told us about a problem with a page ({report.reference}).\n\n{as_typed(report.answer)}\n",
        at=at,
        once=f"problem-answer:{report.token}:{report.version}",
    )


@dataclass(frozen=True, slots=True)
class Gone:
    """How many things `apply_retention` took away."""

    reports: int
    mails: int
    sessions: int


def apply_retention(*, at: datetime, keep_reports_days: int, keep_mail_days: int) -> Gone:
    """Take away what is old enough: answered reports with their history, mail that went or was given up, sessions."""
    with transaction.atomic():
        old = ProblemReport.objects.filter(closed_at__lt=kept_until(at, days=keep_reports_days))
        keys = list(old.values_list("pk", flat=True))
        ProblemReport.objects.filter(pk__in=keys).delete()
        ProblemReport.history.filter(id__in=keys).delete()
        mails = forget_mail(at=at, keep_days=keep_mail_days)
        sessions, _ = Session.objects.filter(expire_date__lt=at).delete()
    return Gone(reports=len(keys), mails=mails, sessions=sessions)
