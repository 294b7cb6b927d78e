"""How an access table says what each kind of person gets from an address; the tables are tests/access_*.py."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse

from compact_portal.mail.models import Address, Message
from compact_portal.site.models import ProblemReport
from signatories.models import Membership, Signature
from tests.house.personas import ANONYMOUS, EVERYBODY, PARTS, Personas
from undertakings.models import Contact, Edition, Term

SIGN_IN = "to sign-in"  # 302 to the sign-in page
ELSEWHERE = "elsewhere"  # 302 to another page of ours
Answer = int | str
COORDINATORS = tuple(name for name, parts in PARTS.items() if any(role == "coordinator" for _, role in parts))
TOKEN = UUID("5b1a8a5e-52a1-4b5c-9f3a-0000000000aa")


def everybody(answer: Answer) -> dict[str, Answer]:
    return dict.fromkeys(EVERYBODY, answer)


def signed_in(answer: Answer, *, else_: Answer = SIGN_IN) -> dict[str, Answer]:
    return everybody(answer) | {ANONYMOUS: else_}


def coordinators(answer: Answer) -> dict[str, Answer]:
    """Others who are signed in are told why not; nobody else learns more than where to sign in."""
    return signed_in(403) | dict.fromkeys(COORDINATORS, answer)


@dataclass(frozen=True)
class Rows:
    """The rows that addresses need; `more` holds those of the apps above, by a name that each app chooses."""

    edition: Edition
    draft: Edition
    term: Term
    contact: Contact
    report: ProblemReport
    message: Message
    signature: Signature
    personas: Personas
    more: dict[str, Any] = field(default_factory=dict)


Args = Callable[[Rows], list[object]]


@dataclass(frozen=True)
class Route:
    """How to make its address, and what a GET and an empty POST give."""

    get: dict[str, Answer]
    post: dict[str, Answer]
    args: Callable[[Rows], list[object]] = field(default=lambda rows: [])

    def address(self, name: str, rows: Rows) -> str:
        return reverse(name, args=self.args(rows))


def reading(args: Callable[[Rows], list[object]] = lambda rows: []) -> Route:
    """A public page: the same for everybody, and nothing can be sent to it."""
    return Route(everybody(200), everybody(405), args)


def coordinating(post: Answer, args: Callable[[Rows], list[object]] = lambda rows: []) -> Route:
    """A coordinator's page; `post` is what they get for an empty form."""
    return Route(coordinators(200), coordinators(post), args)


def members_of_a(allowed: dict[str, Answer]) -> dict[str, Answer]:
    """Partner A's pages in the workspace; its existence is public, so others are told why not."""
    return signed_in(403) | allowed


def of_a(rows: Rows) -> list[object]:
    return [rows.signature.partner.slug]


def the_signature(rows: Rows) -> list[object]:
    return [rows.signature.reference]


def a_bounce(rows: Rows) -> list[object]:
    """An address that bounces, made when it is asked for."""
    values = {"bounced_at": rows.signature.signed_at, "bounce_class": "5.1.1"}
    return [Address.objects.get_or_create(address="gone@test.invalid", defaults=values)[0].pk]


SIGNATORY_A, READERS_A = "signatory_a", ("signatory_a", "contributor_a")
# Partner A's own pages: for those who look after its members, and for some also its other members.
A_MANAGERS = ("signatory_a", *COORDINATORS)


def of_partner_a(get: Answer, post: Answer, *, also: tuple[str, ...] = (), args: Args = lambda rows: ["test-a"]) -> Route:
    """Others are told why not."""
    allowed = (*A_MANAGERS, *also)
    return Route(signed_in(403) | dict.fromkeys(allowed, get), signed_in(403) | dict.fromkeys(allowed, post), args)


def contributor_of_a(rows: Rows) -> list[object]:
    return ["test-a", Membership.objects.get(person__email="contributor-a@test.invalid").pk]
