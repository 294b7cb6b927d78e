"""Work at the spreadsheets that wait, so that nobody has to keep a page open."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections

from compact_portal.lib.clock import now
from compact_portal.lib.dates import london_day
from funding.actions.bringing import step
from funding.actions.importing import work
from funding.models import ImportBatch
from funding.queries.batches import waiting_batches

PAUSE = 5


class Command(BaseCommand):
    help = "Work at the spreadsheets of agreements and payments that wait. With --watch, look again every few seconds."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--watch", action="store_true", help="do not end; look again every 5 seconds")

    def handle(self, *args: Any, **options: Any) -> None:
        while True:
            self.round(quiet=options["watch"])
            if not options["watch"]:
                return
            time.sleep(PAUSE)
            close_old_connections()

    def round(self, *, quiet: bool) -> None:
        try:
            done = [self.run_to_the_end(batch) for batch in waiting_batches()]
        except DatabaseError as problem:
            raise CommandError(
                f"The database does not answer ({type(problem).__name__}). Check it and start again: every step so far is kept."
            ) from problem
        if done or not quiet:
            self.stdout.write(f"Spreadsheets: {len(done)} worked at{': ' if done else ''}{'; '.join(done)}.")

    def run_to_the_end(self, batch: ImportBatch) -> str:
        """Each step has the instant at which it is taken; between two of them everybody else can write."""

        def take(held: ImportBatch) -> None:
            at = now()
            step(held, at=at, on=london_day(at))
            if held.all_count:
                self.stderr.write(f"{held.name}: {held.get_state_display()}, {held.done_count} of {held.all_count}")

        reached = work(batch=batch, step=take, enough=lambda: False)
        return f"{reached.name} is “{reached.get_state_display()}”"
