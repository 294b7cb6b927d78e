"""Take in a delivery status notification from the mail server's pipe, or from a file."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from compact_portal.lib.bounces import MOST_BYTES, NotAReport, read_report
from compact_portal.lib.clock import now
from compact_portal.mail.actions import Bounced, take_bounce


class Command(BaseCommand):
    help = "Record a mail that came back: one delivery status notification (RFC 3464), from a file or standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", default="-", help="the notification; - or nothing reads standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = read_report(self.read(options["file"]))
        except NotAReport as problem:
            raise CommandError(f"Nothing recorded. {problem}") from problem
        try:
            outcome = take_bounce(report, at=now())
        except DatabaseError as problem:
            raise CommandError(
                f"Nothing recorded: the database does not answer ({type(problem).__name__}). Run this again later."
            ) from problem
        if outcome is Bounced.NOT_KNOWN:
            raise CommandError(outcome.value)
        self.stdout.write(outcome.value)

    def read(self, name: str) -> bytes:
        """One byte more than a report may have is enough to see that it is none, whatever else there is to read."""
        if name == "-":
            return sys.stdin.buffer.read(MOST_BYTES + 1)
        try:
            with Path(name).open("rb") as file:
                return file.read(MOST_BYTES + 1)
        except (OSError, ValueError) as problem:
            words = getattr(problem, "strerror", None) or "the name cannot be one"
            raise CommandError(f"Nothing recorded. {name!r} cannot be read: {words}.") from problem
