"""The workspace's front door: who you are, what your parts let you do, and what to do without one."""

import pytest
from django.test import Client

from signatories.models import Membership, Person
from tests.house.personas import PARTS, SINCE, Personas
from tests.undertakings.pages import queries_of, read, said

pytestmark = pytest.mark.django_db


def links(client: Client) -> set[str]:
    return {str(link["href"]) for link in read(client, "/workspace/").select("[aria-labelledby=do] a")}


def test_nobody_is_sent_to_sign_in(client: Client) -> None:
    assert client.get("/workspace/").headers["Location"] == "/account/sign-in/?next=/workspace/"


def test_a_coordinator_finds_what_coordinators_do(personas: Personas) -> None:
    assert {"/workspace/editions/", "/workspace/reference/", "/workspace/problems/"} <= links(personas.client("coordinator"))


@pytest.mark.parametrize("name", [name for name in PARTS if not name.startswith("coordinator")])
def test_others_are_not_shown_what_they_may_not_do(personas: Personas, name: str) -> None:
    assert not {"/workspace/editions/", "/workspace/reference/", "/workspace/problems/"} & links(personas.client(name))


@pytest.mark.parametrize("name", ["coordinator", "signatory_a", "officer_x1", "partless"])
def test_every_link_that_is_shown_opens(personas: Personas, name: str) -> None:
    client = personas.client(name)
    found = links(client)
    assert found
    assert {address: client.get(address).status_code for address in found} == dict.fromkeys(found, 200)


def test_each_part_stands_there_with_its_organisation_and_day(personas: Personas) -> None:
    page = said(read(personas.client("coordinator_of_x"), "/workspace/").main)
    assert "Coordinator" in page
    assert "Officer, Test partner X" in page
    assert f"Since {SINCE:%A} {SINCE.day} {SINCE:%B %Y}" in page


def test_a_part_that_has_ended_stands_there_no_more(personas: Personas) -> None:
    Membership.objects.filter(person=personas.people["signatory_a"]).update(until_on=SINCE)
    assert "Nobody has given you a part yet" in said(read(personas.client("signatory_a"), "/workspace/").main)


def test_without_a_part_it_says_what_to_do(personas: Personas) -> None:
    page = read(personas.client("partless"), "/workspace/")
    empty = page.select_one(".empty")
    assert "ask its signatory to add you with this address" in said(empty)
    assert "partless@test.invalid" in said(empty)


def test_a_name_is_escaped(personas: Personas) -> None:
    Person.objects.filter(pk=personas.people["partless"].pk).update(name="<script>alert(1)</script>")
    assert b"<script>alert" not in personas.client("partless").get("/workspace/").content


def test_no_cache_keeps_it(personas: Personas) -> None:
    response = personas.client("partless").get("/workspace/")
    assert "no-store" in response.headers["Cache-Control"]
    assert "private" in response.headers["Cache-Control"]


def test_who_was_signed_in_and_is_closed_out_is_nobody(personas: Personas) -> None:
    client = personas.client("coordinator")
    Person.objects.filter(pk=personas.people["coordinator"].pk).update(is_active=False)
    assert client.get("/workspace/").status_code == 302


@pytest.mark.parametrize("count", [1, 30])
def test_it_costs_the_same_queries_however_many_parts_there_are(personas: Personas, count: int) -> None:
    person = personas.people["partless"]
    for _ in range(count):
        Membership.objects.create(
            person=person, partner=personas.partners["a"], role="contributor", from_on=SINCE, until_on="2099-01-01"
        )
    assert queries_of(personas.client("partless"), "/workspace/") <= 16
