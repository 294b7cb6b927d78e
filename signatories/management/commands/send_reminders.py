"""Mail who is to be reminded: signatories who are to reaffirm, and whom other apps say. What was mailed is not mailed again."""

from typing import Any

from django.core.management.base import BaseCommand

from compact_portal.lib.clock import now
from compact_portal.lib.dates import london_day
from signatories.actions.reaffirming import send_reminders
from signatories.reminders import rounds


class Command(BaseCommand):
    help = "Ask signatories to reaffirm; tell who follows consultations; remind of what is due. Run it often; each mail goes once."

    def handle(self, *args: Any, **options: Any) -> None:
        """Queue what is due."""
        at = now()
        done = send_reminders(at=at, on=london_day(at))
        said = f"Reminders: {done.mails} mails to signatories of {done.partners} partners."
        if done.why_not:
            said = f"No reminders: {done.why_not}"
        self.stdout.write(" ".join([said, *(send(at, london_day(at)) for send in rounds())]))
