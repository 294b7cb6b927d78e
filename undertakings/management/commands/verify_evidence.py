from datetime import date
from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from compact_portal.lib.clock import today
from compact_portal.lib.dates import in_words
from compact_portal.lib.one_moment import one_moment
from undertakings.evidence import kept_amounts, promise_measures
from undertakings.queries.judging import differences, miskept


class Command(BaseCommand):
    help = "Judge every record anew, for today or a day to come, and name each difference from the evidence that is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, help="The day, such as 2027-04-01. Without it: today.")

    def handle(self, *args: Any, **options: Any) -> None:
        now = today()
        on = options["on"] or now
        if on < now:
            raise CommandError("A day that has passed cannot be verified: the records have changed since. Give today or later.")
        count = 0
        with one_moment():
            judged = (differences(measure, on=on) for measure in promise_measures())
            amounts = (miskept(measure, on=on) for measure in kept_amounts())
            for difference in chain.from_iterable(chain(judged, amounts)):
                count += 1
                self.stdout.write(difference)
        if count:
            raise CommandError(
                f"{count} difference{'s' if count > 1 else ''}. To build all evidence anew: manage.py refresh_evidence"
            )
        self.stdout.write(f"The evidence for {in_words(on)} is what the records say.")
