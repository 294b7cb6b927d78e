"""Prove the chain of signatures and every digest, and say which row is wrong."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from compact_portal.lib.clock import now
from compact_portal.lib.dates import london_day
from signatories.actions.chain import publish_head
from signatories.queries.verifying import Counted, everything_wrong

MOST_SHOWN = 50


class Command(BaseCommand):
    help = (
        "Prove the chain of signatures, the digest of every text and signature, the published heads and what is kept of "
        "partners. A row that is wrong is a line; then the exit is 1."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--publish", action="store_true", help="when all is whole, publish the head of the chain for today")

    def handle(self, *args: Any, publish: bool = False, **options: Any) -> None:
        at = now()
        counted, wrong = Counted(), 0
        for found in everything_wrong(counted):
            wrong += 1
            if wrong <= MOST_SHOWN:
                self.stderr.write(str(found))
        if wrong:
            more = f" The first {MOST_SHOWN} stand above." if wrong > MOST_SHOWN else ""
            unpublished = " No head was published." if publish else ""
            raise CommandError(
                f"{wrong} thing{'' if wrong == 1 else 's'} wrong.{more}{unpublished} docs/signatures.md says what to do."
            )
        head = publish_head(on=london_day(at), at=at) if publish else None
        self.stdout.write(
            f"Whole: {counted.links} links, {counted.signatures} signatures, {counted.editions} editions, "
            f"{counted.partners} partners, {counted.heads} published heads."
            + (f" Head of {head.on}: link {head.position} {head.link}." if head else "")
        )
