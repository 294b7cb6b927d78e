"""Invite somebody to take a part in a partner, and take the part that was offered."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from compact_portal.audit.actions import save_version
from compact_portal.audit.context import change
from compact_portal.lib.dates import at_in_words
from compact_portal.lib.mail_markup import as_typed
from compact_portal.mail.actions import queue_mail
from signatories.actions.people import give_part, know_person
from signatories.actions.signing import new_link
from signatories.models import Invitation, MailedLink, Membership, Partner, normal_email
from signatories.permissions import may
from signatories.queries.links import link_of
from signatories.rules.members import INVITE_DAYS, invitation_permit, roles_of


class InvitationRefused(Exception):
    """It cannot be done. `reason` is a sentence for the person who asked."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def invite(
    *, partner: Partner, email: str, name: str, role: str, by: Any, on: date, at: datetime, job_title: str = ""
) -> Invitation:
    """Offer somebody a part and mail them the link. Who was invited to it already is mailed a new link.

    Raises InvitationRefused: nobody who may, a part that the partner does not have, somebody who has it already.
    """
    address = normal_email(email)
    with change(by=by, why="Invited somebody to a part in the partner", public=False):
        held = _locked(partner.pk)
        _refuse_invite(held, address, role, by=by, on=on)
        values = {
            "name": name.strip(), "job_title": job_title.strip(), "invited_by": by, "invited_at": at,
            "expires_at": at + timedelta(days=INVITE_DAYS),
        }  # fmt: skip
        invitation = Invitation.objects.filter(email=address, partner=held, role=role, accepted_at=None, cancelled_at=None).first()
        if invitation is None:
            invitation = Invitation.objects.create(email=address, partner=held, role=role, **values)
        else:
            save_version(invitation, values)
        invitation.partner = held
        _mail_link(invitation, at=at)
    return invitation


def _refuse_invite(partner: Partner, address: str, role: str, *, by: Any, on: date) -> None:
    if not (permit := may(by, "members.manage", partner, on=on)):
        raise InvitationRefused(permit.reason)
    if role not in roles_of(partner.sector):
        raise InvitationRefused(f"{partner} is not a public agency, so it has no officers. Choose another part.")
    if partner.dissolved_on is not None and partner.dissolved_on < on:
        raise InvitationRefused(f"{partner} has been dissolved, so nobody can take a part in it.")
    held = Membership.objects.on(on).filter(partner=partner, role=role, person__email=address, person__is_active=True)
    if held.filter(until_on=None).exists():
        raise InvitationRefused(f"{address} has this part in {partner} already.")


def resend_invitation(*, invitation: Invitation, by: Any, on: date, at: datetime) -> Invitation:
    """Mail a new link; the one before stops working. Raises InvitationRefused where it is accepted or taken back."""
    with change(by=by, why="Sent the invitation once more", public=False):
        held = _open(invitation, by=by, on=on)
        save_version(held, {"expires_at": at + timedelta(days=INVITE_DAYS)})
        _mail_link(held, at=at)
    return held


def cancel_invitation(*, invitation: Invitation, by: Any, on: date, at: datetime) -> Invitation:
    """Take an invitation back: its link stops working. Raises InvitationRefused where it is accepted or taken back."""
    with change(by=by, why="Took the invitation back", public=False):
        held = _open(invitation, by=by, on=on)
        save_version(held, {"cancelled_at": at})
        _close_links(held, at=at)
    return held


def accept_invitation(*, token: str, name: str, on: date, at: datetime) -> Membership:
    """Take the part that was offered: the person is known from now on, by the address that the link was sent to.

    Works once. Raises InvitationRefused: a link that is not known, used, run out or taken back.
    """
    with change(by=None, why="Accepted an invitation", public=False):
        found = link_of(token, purpose=MailedLink.Purpose.INVITE)
        if found is None or found.invitation is None:
            raise InvitationRefused("We do not know this link. Copy the whole of it from the mail.")
        partner = _locked(found.invitation.partner_id)
        link = MailedLink.objects.select_for_update().get(pk=found.pk)
        held = Invitation.objects.select_for_update().get(pk=found.invitation.pk)
        if not (permit := acceptable(held, link, at=at)):
            raise InvitationRefused(permit.reason)
        link.used_at = at
        link.save()
        save_version(held, {"accepted_at": at, "partner": partner})
        return _member(held, name=name.strip() or held.name, on=on, at=at)


def acceptable(invitation: Invitation, link: MailedLink, *, at: datetime) -> Any:
    """Whether a link's invitation can be accepted. A link that was replaced by a newer one has run out."""
    return invitation_permit(
        expires_at=min(invitation.expires_at, link.expires_at), accepted_at=invitation.accepted_at or link.used_at,
        cancelled_at=invitation.cancelled_at, at=at,
    )  # fmt: skip


def _member(invitation: Invitation, *, name: str, on: date, at: datetime) -> Membership:
    why = "Accepted an invitation"
    person = know_person(email=invitation.email, name=name, by=None, why=why)
    if not person.is_active:
        raise InvitationRefused("The account of this address is closed. Ask the coordinator of the compact.")
    membership = give_part(
        person=person, partner=invitation.partner, role=invitation.role, on=on, by=None, why=why, job_title=invitation.job_title
    )
    _mail_accepted(invitation, membership, at=at)
    return membership


def _locked(number: int) -> Partner:
    """The partner's row, locked; where it was merged meanwhile, the partner that it went into."""
    held = Partner.objects.select_for_update().get(pk=number)
    return _locked(held.merged_into_id) if held.merged_into_id else held


def _open(invitation: Invitation, *, by: Any, on: date) -> Invitation:
    partner = _locked(invitation.partner_id)
    if not (permit := may(by, "members.manage", partner, on=on)):
        raise InvitationRefused(permit.reason)
    held = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if held.accepted_at or held.cancelled_at:
        raise InvitationRefused("This invitation is accepted or taken back already. There is nothing left to do.")
    held.partner = partner
    return held


def _close_links(invitation: Invitation, *, at: datetime) -> None:
    invitation.links.filter(used_at=None, expires_at__gt=at).update(expires_at=at)


def _mail_link(invitation: Invitation, *, at: datetime) -> None:
    _close_links(invitation, at=at)
    token = new_link(purpose=MailedLink.Purpose.INVITE, invitation=invitation, until=invitation.expires_at, at=at)
    partner, role = as_typed(invitation.partner.name), invitation.get_role_display().lower()
    address = settings.PORTAL_ADDRESS + reverse("signatories:invitation_accept", args=[token])
    who = f"{as_typed(str(invitation.invited_by))} invites you" if invitation.invited_by else "You are invited"
    queue_mail(
        to=invitation.email,
        subject=f"You are invited to act for {invitation.partner.name}",
        body=(
            f"{who} to be {role} of {partner} on this site.\n\n"
            f"Open this page and press its button to accept:\n\n{address}\n\n"
            f"The link works once, until {at_in_words(invitation.expires_at)}. After that you sign in with this address; there "
            "is no password.\n\nIf you know nothing of this, you need do nothing: without the link nothing happens."
        ),
        at=at,
        why=f"somebody who looks after the members of {invitation.partner.name} gave this address",
    )


def _mail_accepted(invitation: Invitation, membership: Membership, *, at: datetime) -> None:
    """Whoever invited is told, unless they have left."""
    inviter = invitation.invited_by
    if inviter is None or not inviter.is_active:
        return
    partner = membership.partner
    queue_mail(
        to=inviter.email,
        subject=f"Your invitation to {partner.name} was accepted",
        body=(
            f"{as_typed(str(membership.person))} is now {membership.get_role_display().lower()} of {as_typed(partner.name)}.\n\n"
            f"The members: {settings.PORTAL_ADDRESS}{reverse('signatories:member_list', args=[partner.slug])}"
        ),
        at=at,
        why=f"you invited somebody to act for {partner.name}",
    )
