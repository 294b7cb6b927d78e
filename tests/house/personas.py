"""The people of every access test (design.md, "Who may do what"), invented, with what each may do by their part."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.test import Client

from signatories.models import Coordination, Membership, Partner, Person

SINCE = date(2024, 1, 1)
# RoleBackend answers questions and signs nobody in, so a test has to name the one that does.
SIGN_IN = "allauth.account.auth_backends.AuthenticationBackend"

# name: (partner, role); a partner of None with the role "coordinator" is one whose own organisation is not concerned.
PARTS: dict[str, tuple[tuple[str | None, str], ...]] = {
    "contributor_a": (("a", "contributor"),),
    "signatory_a": (("a", "signatory"),),
    "contributor_b": (("b", "contributor"),),
    "signatory_b": (("b", "signatory"),),
    "officer_x1": (("x", "officer"),),
    "officer_x2": (("x", "officer"),),
    "officer_y": (("y", "officer"),),
    "coordinator": ((None, "coordinator"),),
    "coordinator_of_x": ((None, "coordinator"), ("x", "officer")),
    "partless": (),
}
KINDS = {
    "a": ("voluntary", "charity"),
    "b": ("voluntary", "group"),
    "x": ("statutory", "council"),
    "y": ("statutory", "nhs"),
}
ANONYMOUS = "anonymous"
EVERYBODY = (ANONYMOUS, *PARTS)


@dataclass(frozen=True)
class Personas:
    """Partners by letter, people by persona."""

    partners: dict[str, Partner]
    people: dict[str, Person]

    def client(self, name: str) -> Client:
        """A browser in which that persona is signed in (or nobody is)."""
        client = Client()
        if name != ANONYMOUS:
            client.force_login(self.people[name], backend=SIGN_IN)
        return client


def make_personas() -> Personas:
    """Rows for all of them: agencies X and Y, voluntary partners A and B."""
    partners = {
        letter: Partner.objects.create(name=f"Test partner {letter.upper()}", slug=f"test-{letter}", sector=sector, kind=kind)
        for letter, (sector, kind) in KINDS.items()
    }
    people = {}
    for name, parts in PARTS.items():
        person = Person.objects.create_user(f"{name.replace('_', '-')}@test.invalid", name=f"Test {name}")
        people[name] = person
        for letter, role in parts:
            if letter is None:
                Coordination.objects.create(person=person, from_on=SINCE)
            else:
                Membership.objects.create(person=person, partner=partners[letter], role=role, from_on=SINCE)
    return Personas(partners, people)


@pytest.fixture
def personas(db: None) -> Personas:
    return make_personas()


@pytest.fixture
def coordinator(personas: Personas) -> Client:
    """A browser in which a coordinator is signed in."""
    return personas.client("coordinator")


@pytest.fixture
def coordinator_person(personas: Personas) -> Person:
    return personas.people["coordinator"]
