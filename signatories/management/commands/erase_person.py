"""Forget a person who asked for it, with an account or without one."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from compact_portal.lib.clock import now
from compact_portal.lib.dates import london_day
from signatories.actions.erasing import erase_address, erase_person
from signatories.models import Person, normal_email


class Command(BaseCommand):
    help = "Erase what is held about the person with this address. People with an account can do it themselves: My data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """An address, and the word that says that it is meant."""
        parser.add_argument("address")
        parser.add_argument("--yes", action="store_true", help="do it; it cannot be undone")

    def handle(self, *args: Any, address: str, yes: bool, **options: Any) -> None:
        """One line says what was done."""
        if not yes:
            raise CommandError(f"Nothing was erased. To erase what is held about {address}, add --yes; it cannot be undone.")
        at = now()
        person = Person.objects.filter(email=normal_email(address)).first()
        if person is not None:
            erase_person(person=person, by=None, on=london_day(at), at=at)
            self.stdout.write("The account and what was held about its person are erased.")
            return
        records = erase_address(address=address, by=None, at=at)
        if not records:
            raise CommandError(f"Nothing is held about {address}.")
        self.stdout.write(f"Nobody has an account with that address; it is erased from {records} records.")
