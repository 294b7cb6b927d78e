"""Reads about people and their parts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from signatories import rules
from signatories.models import Coordination, Membership, Person


@dataclass(frozen=True, slots=True)
class Part:
    """One part that a person has today: its name, in which organisation ("" for the compact), and what for."""

    title: str
    partner: str
    slug: str
    job_title: str
    from_on: date
    until_on: date | None
    for_what: str


def parts_of(person: Any, *, on: date) -> list[Part]:
    """What a person is on a day, the coordinator's part first."""
    coordinations = [
        Part("Coordinator", "", "", "", row.from_on, row.until_on, rules.FOR_WHAT[rules.COORDINATOR])
        for row in Coordination.objects.on(on).filter(person=person)
    ]
    memberships = [
        Part(
            row.get_role_display(),
            row.partner.name,
            row.partner.slug,
            row.job_title,
            row.from_on,
            row.until_on,
            rules.FOR_WHAT[row.role],
        )
        for row in Membership.objects.on(on).filter(person=person).select_related("partner").order_by("partner__name", "role")
    ]
    return coordinations + memberships


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """Somebody of the sample year, and their parts in words."""

    person: Person
    parts: str


def sample_people(*, on: date) -> list[SamplePerson]:
    """The invented people that `load_sample` made, told by their addresses, which no mail can reach."""
    people = Person.objects.filter(email__endswith=rules.SAMPLE_ADDRESS, is_active=True).order_by("pk")
    parts: dict[int, list[str]] = {}
    for coordination in Coordination.objects.on(on).filter(person__in=people):
        parts.setdefault(coordination.person_id, []).append("coordinator of the compact")
    for row in Membership.objects.on(on).filter(person__in=people).select_related("partner"):
        parts.setdefault(row.person_id, []).append(f"{row.get_role_display().lower()} of {row.partner}")
    return [SamplePerson(person, " and ".join(parts.get(person.pk, ["no part yet"]))) for person in people]


def look_for_nobody() -> None:
    """The same query as for a person, for nobody: so that an address that is not known takes as long as one that is."""
    Person.objects.filter(pk=0).first()


def needs_second_factor(person: Any, *, on: date) -> bool:
    """Whether somebody's part on a day is one for which the mailed code alone is too little."""
    roles = rules.SECOND_FACTOR_ROLES
    return (
        Coordination.objects.on(on).filter(person=person).exists()
        or Membership.objects.on(on).filter(person=person, role__in=roles).exists()
    )


def person_of_directory(address: str) -> Person | None:
    """Who is known by an address that a staff directory vouches for; None for "" too."""
    return Person.objects.filter(email=address, is_active=True).first() if address else None
