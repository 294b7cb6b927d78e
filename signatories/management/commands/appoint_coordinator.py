"""Make somebody a coordinator, or end it: the way in to a portal on which nobody has a part yet."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from compact_portal.lib.clock import today
from signatories.actions.people import appoint_coordinator, end_coordination, know_person
from signatories.models import Person, normal_email

WHY = "Appointed at the command line"


class Command(BaseCommand):
    help = "Make the person with this address a coordinator from today. With --end, today is their last day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """An address and, for somebody new, a name."""
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="for somebody whom the portal does not know yet")
        parser.add_argument("--end", action="store_true", help="end it instead")

    def handle(self, *args: Any, email: str, name: str, end: bool, **options: Any) -> None:
        """One line says what was done."""
        if end:
            person = Person.objects.filter(email=normal_email(email)).first()
            if person is None or not end_coordination(person=person, on=today(), by=None, why=WHY):
                raise CommandError(f"Nobody with the address {email} is a coordinator.")
            self.stdout.write(f"{person} coordinates until the end of today.")
            return
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email} is not an e-mail address. Nothing was done.") from None
        person = know_person(email=email, name=name, by=None, why=WHY)
        appoint_coordinator(person=person, on=today(), by=None, why=WHY)
        self.stdout.write(f"{person} coordinates from today and signs in with {person.email}.")
