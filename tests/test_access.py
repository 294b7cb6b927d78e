"""Who may reach what: every route of the resolver, every persona, GET and POST, against the table."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from signatories.models import Coordination, Membership, Person
from tests.access_rows import make_rows
from tests.access_table import ROUTES
from tests.house.personas import ANONYMOUS, EVERYBODY, PARTS, Personas
from tests.house.routes import COORDINATORS, ELSEWHERE, SIGN_IN, Rows

AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def routes() -> Iterator[tuple[str, URLPattern]]:
    """Every named route, with its namespace."""

    def walk(patterns, prefix) -> Iterator[tuple[str, URLPattern]]:
        for entry in patterns:
            if isinstance(entry, URLResolver):
                yield from walk(entry.url_patterns, f"{entry.namespace}:" if entry.namespace else prefix)
            else:
                yield f"{prefix}{entry.name}", entry

    yield from walk(get_resolver().url_patterns, "")


@pytest.fixture
def rows(loaded, personas) -> Rows:
    return make_rows(personas)


def test_every_route_is_in_the_table_and_no_other():
    known = {name for name, _ in routes() if not name.startswith("admin:")}
    assert sorted(known - ROUTES.keys()) == [], "say in tests/access_table.py who may reach it"
    assert sorted(ROUTES.keys() - known) == [], "the route is gone"


def test_the_table_says_something_for_everybody():
    for name, route in ROUTES.items():
        assert route.get.keys() == route.post.keys() == set(EVERYBODY), name


def got(response) -> int | str:
    if response.status_code == 302:
        return SIGN_IN if response["Location"].startswith(reverse("account_login")) else ELSEWHERE
    return response.status_code


@pytest.mark.parametrize("persona", EVERYBODY)
def test_a_persona_gets_from_every_route_what_the_table_says(persona, personas: Personas, rows):
    wrong = []
    client = personas.client(persona)
    for name, route in ROUTES.items():
        address = route.address(name, rows)
        for method, expected in (("get", route.get[persona]), ("post", route.post[persona])):
            response = getattr(client, method)(address)
            answer = got(response)
            if name == "account_logout":
                client = personas.client(persona)
            if answer != expected:
                wrong.append(f"{method.upper()} {name} ({address}): {answer}, expected {expected}")
    assert not wrong, "\n" + "\n".join(wrong)


# A mail program presses it by itself, without a cookie (RFC 8058): what is in its address is the secret.
TAKES_NO_TOKEN = {"consultations:follow_end"}


@pytest.mark.parametrize("persona", [ANONYMOUS, "officer_x1", "coordinator"])
def test_no_form_is_taken_without_its_token(persona, personas: Personas, rows):
    """POST to everything that takes one, from a page of somebody else's making."""
    wrong = []
    for name, route in ROUTES.items():
        if route.post[persona] in (405, 404, SIGN_IN) or name in TAKES_NO_TOKEN:
            continue
        client = Client(enforce_csrf_checks=True)
        if persona != ANONYMOUS:
            client.cookies = personas.client(persona).cookies
        answer = client.post(route.address(name, rows))
        if answer.status_code != 403:
            wrong.append(f"{name}: {answer.status_code}")
    assert not wrong, "\n" + "\n".join(wrong)


def admin_addresses() -> list[str]:
    """Each admin page, with 1 for whatever it asks for."""
    found = []
    for name, entry in routes():
        if name.startswith("admin:") and entry.name and entry.name not in ("login", "logout"):
            for arguments in ([], ["1"], ["1", "1"], ["signatories"]):
                try:
                    found.append(reverse(name, args=arguments))
                    break
                except NoReverseMatch:
                    continue
    return found


@pytest.mark.parametrize("persona", EVERYBODY)
def test_the_administration_opens_to_nobody_without_the_second_factor(persona, personas: Personas):
    assert len(admin_addresses()) > 30
    client = personas.client(persona)
    open_ = [path for path in admin_addresses() if client.get(path).status_code not in (302, 403, 404)]
    assert open_ == []
    posted = [path for path in admin_addresses() if client.post(path).status_code not in (302, 403, 404, 405)]
    assert posted == []


@pytest.mark.parametrize("persona", [name for name in PARTS if name not in COORDINATORS])
def test_a_refusal_gives_its_reason(persona, personas: Personas, rows):
    answer = personas.client(persona).get(reverse("undertakings:draft_list"))
    assert answer.status_code == 403
    assert "Only a coordinator of the compact prepares editions." in answer.content.decode()


def test_a_part_ends_with_its_last_day_and_a_session_gives_no_longer_life(personas: Personas, rows):
    client, address = personas.client("coordinator"), reverse("undertakings:draft_list")
    assert client.get(address).status_code == 200
    Coordination.objects.filter(person=personas.people["coordinator"]).update(until_on="2025-12-31")
    assert client.get(address).status_code == 403


def test_a_closed_account_is_signed_out_everywhere(personas: Personas, rows):
    client = personas.client("coordinator")
    Person.objects.filter(pk=personas.people["coordinator"].pk).update(is_active=False)
    assert got(client.get(reverse("site:workspace"))) == SIGN_IN


def test_a_membership_that_has_not_begun_gives_nothing(personas: Personas, rows):
    Membership.objects.filter(person=personas.people["officer_x1"]).update(from_on="2999-01-01")
    person = Person.objects.get(pk=personas.people["officer_x1"].pk)
    assert not person.has_perm("funding.log", personas.partners["x"])


@pytest.mark.parametrize(
    ("persona", "partner", "permission", "allowed"),
    [
        ("officer_x1", "x", "funding.log", True),
        ("officer_x2", "x", "funding.log", True),
        ("officer_y", "x", "funding.log", False),
        ("signatory_a", "a", "partner.sign", True),
        ("signatory_b", "a", "partner.sign", False),
        ("contributor_a", "a", "partner.sign", False),
        ("contributor_a", "a", "partner.read", True),
        ("contributor_b", "a", "partner.read", False),
        ("coordinator", "x", "partners.check", True),
        ("coordinator_of_x", "x", "partners.check", False),
        ("coordinator_of_x", "y", "partners.check", True),
        ("partless", "a", "partner.read", False),
    ],
)
def test_a_permission_holds_for_the_own_partner_only(personas: Personas, persona, partner, permission, allowed):
    assert personas.people[persona].has_perm(permission, personas.partners[partner]) is allowed


def test_signing_out_ends_the_session_in_the_database(personas: Personas, db):
    client = personas.client("coordinator")
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post(reverse("account_logout"))
    assert not Session.objects.filter(session_key=key).exists()
