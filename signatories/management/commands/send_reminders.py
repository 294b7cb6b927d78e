"""Mail the signatories who are to reaffirm. Run it daily; what was mailed is not mailed again."""

from typing import Any

from django.core.management.base import BaseCommand

from compact_portal.lib.clock import now
from compact_portal.lib.dates import london_day
from signatories.actions.reaffirming import send_reminders


class Command(BaseCommand):
    help = "Ask signatories to reaffirm when an edition is new, after 4 weeks and after 12. Daily; each mail goes once."

    def handle(self, *args: Any, **options: Any) -> None:
        """Queue what is due."""
        at = now()
        done = send_reminders(at=at, on=london_day(at))
        if done.why_not:
            self.stdout.write(f"No reminders: {done.why_not}")
        else:
            self.stdout.write(f"Reminders: {done.mails} mails to signatories of {done.partners} partners.")
