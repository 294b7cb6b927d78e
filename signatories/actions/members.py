"""End somebody's part in a partner, and the sessions of whoever has no part left."""

from datetime import date, datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db.models import Q

from compact_portal.audit.actions import save_version
from compact_portal.audit.context import change
from compact_portal.lib.dates import in_words, start_of_day
from compact_portal.lib.mail_markup import as_typed
from compact_portal.mail.actions import queue_mail
from signatories.models import Coordination, Membership, Partner, Person
from signatories.permissions import may
from signatories.rules.members import SIGNATORY, end_permit, last_day_fault


class MembershipRefused(Exception):
    """It cannot be done. `reason` is a sentence for the person who asked."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def end_membership(*, membership: Membership, last_on: date, by: Any, on: date, at: datetime) -> Membership | None:
    """`last_on` becomes the last day of somebody's part; a day before today ends it at once.

    A part that began today and is ended at once goes, and only the history keeps it: then None is given. By the person,
    a signatory of the partner, or a coordinator. Raises MembershipRefused.
    """
    with change(by=by, why="Ended a part in the partner", public=False):
        partner = Partner.objects.select_for_update().get(pk=membership.partner_id)
        held = Membership.objects.select_for_update(of=("self",)).select_related("person").filter(pk=membership.pk).first()
        if held is None or (held.until_on is not None and held.until_on < on):
            raise MembershipRefused("This part has ended already. There is nothing left to do.")
        held.partner = partner
        _refuse_end(held, last_on=last_on, by=by, on=on)
        kept = _set_last_day(held, last_on)
        _mail_ended(held, last_on=last_on, on=on, at=at)
        if last_on < on and not has_part(held.person, on=on):
            end_sessions(held.person)
    return held if kept else None


def _refuse_end(membership: Membership, *, last_on: date, by: Any, on: date) -> None:
    manages = may(by, "members.manage", membership.partner, on=on)
    if not manages and by != membership.person:
        raise MembershipRefused(manages.reason)
    permit = end_permit(
        role=membership.role,
        successors=successors(membership).count(),
        by_coordinator=bool(may(by, "members.oversee", membership.partner, on=on)),
    )
    if not permit:
        raise MembershipRefused(permit.reason)
    if fault := last_day_fault(last_on, on=on):
        raise MembershipRefused(fault)


def successors(membership: Membership) -> Any:
    """The partner's other signatories whose part has no end. Counted with the partner's row locked."""
    signing = Membership.objects.filter(partner=membership.partner_id, role=SIGNATORY, until_on=None, person__is_active=True)
    return signing.exclude(person=membership.person_id)


def _set_last_day(membership: Membership, last_on: date) -> bool:
    if last_on < membership.from_on:
        membership.delete()
        return False
    save_version(membership, {"until_on": last_on})
    return True


def _mail_ended(membership: Membership, *, last_on: date, on: date, at: datetime) -> None:
    partner, role = membership.partner, membership.get_role_display().lower()
    when = "ended" if last_on < on else f"ends with {in_words(last_on)}"
    queue_mail(
        to=membership.person.email,
        subject=f"Your part in {partner.name} {'has ended' if last_on < on else 'ends'}",
        body=(
            f"Your part as {role} of {as_typed(partner.name)} {when}. After that you can no longer act for it here.\n\n"
            "What you did for it stays on record. You can still sign in to see what is held about you, and to have it "
            f"erased:\n\n{settings.PORTAL_ADDRESS}/account/my-data/\n\n"
            "If you think that this is a mistake, ask the organisation’s signatory."
        ),
        at=at,
        why=f"you were known as {role} of {partner.name}",
    )


def has_part(person: Person, *, on: date) -> bool:
    """Whether a person has any part on a day, in a partner or in the compact."""
    return any(model.objects.on(on).filter(person=person).exists() for model in (Membership, Coordination))


def end_sessions(person: Person) -> None:
    """Sign a person out everywhere. Sessions are bound to the mark that stands for a password; a new one breaks them all."""
    Person.objects.filter(pk=person.pk).update(password=make_password(None))
    keys = list(UserSession.objects.filter(user=person).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(user=person).delete()


def end_sessions_without_part(*, on: date) -> int:
    """End the sessions of everybody whose last part has ended; how many people that were. Sign-in stays open to them,
    so that they can see and erase what is held about them."""
    left = Q(memberships__until_on__lt=on) | Q(coordinations__until_on__lt=on)
    earlier = UserSession.objects.filter(created_at__lt=start_of_day(on))
    signed_in = Person.objects.filter(left, pk__in=earlier.values("user")).distinct()
    gone = [person for person in signed_in if not has_part(person, on=on)]
    with change(by=None, why="Ended the sessions of somebody who has left", public=False):
        for person in gone:
            end_sessions(person)
    return len(gone)
