"""Take away the second factor of somebody who has lost it, so that they can set up a new one."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from compact_portal.lib.clock import now
from signatories.actions.second_factor import reset_second_factor
from signatories.models import Person, normal_email


class Command(BaseCommand):
    help = "Take away the app, the passkeys and the recovery codes of the person with this address. Make sure first who asks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """An address."""
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        """One line says what was done."""
        person = Person.objects.filter(email=normal_email(email)).first()
        if person is None or not reset_second_factor(person=person, by=None, at=now()):
            raise CommandError(f"Nobody with the address {email} has a second factor.")
        self.stdout.write(f"{person} has no second factor any more, is signed out everywhere, and was told by mail.")
