"""Take away what has been kept for as long as the privacy notice says."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from compact_portal.lib.clock import now
from compact_portal.lib.dates import london_day
from compact_portal.site.actions import apply_retention
from compact_portal.site.rules import kept_until
from consultations.actions.following import forget_follows
from consultations.actions.retention import forget_answers
from funding.actions.importing import leave_old_files
from signatories.actions.retention import forget_old


class Command(BaseCommand):
    help = (
        "Take away what is old enough: reports, mail, sessions, what was typed to sign, addresses, spreadsheets. Run it once a day."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """The times come from the settings PORTAL_KEEP_…_DAYS."""
        at = now()
        gone = apply_retention(
            at=at,
            keep_reports_days=settings.PORTAL_KEEP_REPORTS_DAYS,
            keep_mail_days=settings.PORTAL_KEEP_MAIL_DAYS,
        )
        old = forget_old(
            at=at,
            on=london_day(at),
            keep_addresses_days=settings.PORTAL_KEEP_ADDRESSES_DAYS,
            keep_links_days=settings.PORTAL_KEEP_LINKS_DAYS,
        )
        told = forget_answers(at=at, on=london_day(at), keep_days=settings.PORTAL_KEEP_ANSWERS_DAYS)
        follows = forget_follows(at=at)
        files = leave_old_files(before=kept_until(at, days=settings.PORTAL_KEEP_IMPORTS_DAYS))
        self.stdout.write(
            f"Taken away: answered reports {gone.reports}, mails {gone.mails}, sessions {gone.sessions}, "
            f"journeys to a signature {old.journeys}, addresses of signatures {old.addresses}, "
            f"invitations {old.invitations}, links {old.links + told.links}, journeys to an answer {told.journeys}, "
            f"who answered {told.answers}, follows {follows}, spreadsheets {files}. Signed out, having left: {old.left}."
        )
