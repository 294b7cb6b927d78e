"""The backend through which every app asks: `person.has_perm("funding.log", agency)`."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.db.models import QuerySet

from compact_portal.lib.clock import today
from compact_portal.lib.permits import Permit, refused
from signatories import rules
from signatories.models import Membership, Partner, Person


def may(person: Any, permission: str, partner: Partner | None = None, *, on: date | None = None) -> Permit:
    """The permit for a person (or an anonymous visitor) on a day, today if none is given, with the reason of a refusal."""
    if not getattr(person, "is_authenticated", False) or not person.is_active:
        return refused("Sign in first.")
    day = on or today()
    memberships = person.memberships.on(day)
    if partner is not None:
        memberships = memberships.filter(partner=partner)
    roles = frozenset(memberships.values_list("role", flat=True))
    return rules.permit(
        permission,
        roles_here=roles,
        is_coordinator=person.coordinations.on(day).exists(),
        concerned=partner is not None and bool(roles),
    )


def anywhere(person: Person, *, on: date) -> Callable[[str], Permit]:
    """What somebody may do on a day by any of their parts: two queries, however often it is asked."""
    roles = frozenset(person.memberships.on(on).values_list("role", flat=True))
    coordinates = person.coordinations.on(on).exists()
    return lambda permission: rules.permit(permission, roles_here=roles, is_coordinator=coordinates, concerned=False)


def roles_with(permission: str) -> list[str]:
    """The roles of a membership that have a named permission."""
    return [role for role, names in rules.PERMISSIONS.items() if permission in names]


def partners_with(person: Person, permission: str, *, on: date) -> list[Partner]:
    """The partners for which somebody may do a named thing on a day, by name: one query."""
    held = person.memberships.on(on).filter(role__in=roles_with(permission)).select_related("partner")
    return sorted({row.partner for row in held}, key=lambda partner: partner.name_key)


def people_with(permission: str, partner: Partner, *, on: date) -> QuerySet[Person]:
    """Who may do a named thing for a partner on a day, and can still sign in."""
    parts = Membership.objects.on(on).filter(partner=partner, role__in=roles_with(permission), person__is_active=True)
    return Person.objects.filter(pk__in=parts.values("person")).order_by("pk")


class RoleBackend(BaseBackend):
    """Gives Django's `has_perm` the same answer as `may`; it signs nobody in."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return isinstance(user_obj, Person) and perm in rules.NAMES and bool(may(user_obj, perm, obj))
