"""Somebody who signs: the pages one after the other, as a browser sends them, and the mail that comes of it."""

import re
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from django.test import Client

from compact_portal.mail.models import Message
from signatories.actions.people import add_partner, give_part, know_person
from signatories.models import Membership, Partner
from tests.undertakings.pages import DAY, edition_of, words_of
from undertakings.models import Edition

EMAIL = "chair@sample.invalid"
YOU = {"name": "Sample Chair", "role": "Chair of trustees", "email": EMAIL}
AUTHORITY = {"body": "The board of trustees", "day_day": "1", "day_month": "11", "day_year": "2026"}
PLEDGE = {"pledge": "We answer each consultation.", "champion": "Sample Champion"}
NEW = {"name": "Sample Choir", "sector": "voluntary", "kind": "group", "identifier": "", "website": ""}


def an_edition(label: str = "First", *promises: str, standing: str = "adopted", on: Any = DAY) -> Edition:
    """A small compact, published."""
    items = [(f"item-{number}", words) for number, words in enumerate(promises or ("Money comes in time.",), 1)]
    return edition_of(words_of(label, items, standing=standing), on=on)


def a_partner(name: str = "Sample Allotments", **more: Any) -> Partner:
    values = {"sector": "voluntary", "kind": "group", **more}
    return add_partner(name=name, by=None, why="A test", **values)


def tie(partner: Partner, email: str = EMAIL) -> None:
    """The address belongs to somebody who may sign for the partner."""
    person = know_person(email=email, name="Sample Chair", by=None, why="A test")
    give_part(person=person, partner=partner, role=Membership.Role.SIGNATORY, on=DAY, by=None, why="A test")


def soup_of(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content.decode(), "html.parser")


class Signer:
    """A browser on its way through signing."""

    def __init__(self, client: Client | None = None) -> None:
        self.client = client or Client()

    def send(self, address: str, **typed: Any) -> Any:
        """Post a form, expecting to be led on; gives the answer."""
        response = self.client.post(address, typed)
        assert response.status_code == 302, (address, response.status_code, said_errors(response))
        return response

    def begin(self) -> "Signer":
        assert self.send("/sign/")["Location"] == "/sign/partner/"
        return self

    def choose(self, partner: Partner) -> "Signer":
        self.send(f"/sign/partner/?q={partner.name}", partner=partner.pk)
        return self

    def add(self, **new: Any) -> "Signer":
        self.send("/sign/partner/new/", **{**NEW, **new})
        return self

    def answer(self, **you: Any) -> "Signer":
        """The steps after the partner."""
        self.send("/sign/you/", **{**YOU, **you})
        self.send("/sign/authority/", **AUTHORITY)
        assert self.send("/sign/pledge/", **PLEDGE)["Location"] == "/sign/check/"
        return self

    def sign(self) -> "Signer":
        assert self.send("/sign/check/")["Location"] == "/sign/sent/"
        return self


def said_errors(response: Any) -> list[str]:
    """The lines of the error summary."""
    return [item.get_text(" ", strip=True) for item in soup_of(response).select(".problem li")]


def links_mailed(kind: str = "confirm", to: str = EMAIL) -> list[str]:
    """The paths of the links in the mail to an address, the oldest first."""
    bodies = Message.objects.filter(to=to).order_by("pk").values_list("body", flat=True)
    found = [re.search(rf"\S+/sign/{kind}/\S+", body) for body in bodies]
    return [urlsplit(link[0]).path for link in found if link]
