"""Load the sample year: invented partners and people to try the portal with."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from compact_portal.lib.clock import now
from compact_portal.lib.dates import london_day
from compact_portal.site.sample import load_sample


class Command(BaseCommand):
    help = "Load invented partners and people to try the portal with. Never in production; can be run again."

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse where people's records are real, else load."""
        if settings.PRODUCTION:
            raise CommandError("This is production: sample people could be signed in as by anybody. Nothing was loaded.")
        at = now()
        done = load_sample(at=at, on=london_day(at))
        self.stdout.write(
            f"Sample year: {done.partners} partners, {done.people} people, {done.reports} reports, "
            f"{done.agreements} agreements, {done.consultations} consultations made; "
            f"{done.thresholds} thresholds added or changed."
        )
