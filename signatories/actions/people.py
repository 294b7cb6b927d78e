"""Writes about people, partners and their parts."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError

from compact_portal.audit.actions import free_slug
from compact_portal.audit.context import change
from compact_portal.lib.org_ids import checked
from signatories.actions.indexing import index_partner
from signatories.models import Coordination, Identifier, Membership, Partner, Person, normal_email


def know_person(*, email: str, name: str, by: Any, why: str) -> Person:
    """The person with that address, made where there is none yet. The name of somebody who is known already stays."""
    person = Person.objects.filter(email=normal_email(email)).first()
    if person is None:
        try:
            with change(by=by, why=why, public=False):
                person = Person.objects.create_user(email, name)
        except IntegrityError:  # somebody has made them in this instant
            person = Person.objects.get(email=normal_email(email))
    return person


def add_partner(*, name: str, sector: str, kind: str, by: Any, why: str, identifiers: Sequence[str] = (), **more: Any) -> Partner:
    """A new partner. `identifiers` such as GB-CHC-1234567 are checked; ValueError says what is wrong with one."""
    spelled = [checked(value) for value in identifiers]
    with change(by=by, why=why):
        partner = Partner.objects.create(name=name, slug=free_slug(Partner, name), sector=sector, kind=kind, **more)
        for value in spelled:
            Identifier.objects.create(partner=partner, value=value)
        index_partner(partner)
    return partner


def give_part(*, person: Person, partner: Partner, role: str, on: date, by: Any, why: str, job_title: str = "") -> Membership:
    """Give a person a part in a partner from a day on. Who has it already keeps it as it is."""
    if role == Membership.Role.OFFICER and partner.sector != Partner.Sector.STATUTORY:
        raise ValueError(f"{partner} is not a public agency, so it has no officers. Choose signatory or contributor.")
    held = Membership.objects.filter(person=person, partner=partner, role=role, until_on=None).first()
    if held is not None:
        return held
    with change(by=by, why=why, public=False):
        return Membership.objects.create(person=person, partner=partner, role=role, job_title=job_title, from_on=on)


def appoint_coordinator(*, person: Person, on: date, by: Any, why: str) -> Coordination:
    """Make a person a coordinator from a day on. Who is one already stays one."""
    held = Coordination.objects.filter(person=person, until_on=None).first()
    if held is not None:
        return held
    with change(by=by, why=why, public=False):
        return Coordination.objects.create(person=person, from_on=on)


def end_coordination(*, person: Person, on: date, by: Any, why: str) -> bool:
    """A coordinator's last day is `on`. False when the person is none."""
    held = Coordination.objects.filter(person=person, until_on=None).first()
    if held is None:
        return False
    with change(by=by, why=why, public=False):
        held.until_on = max(on, held.from_on)
        held.version += 1
        held.save()
    return True
