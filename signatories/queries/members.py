"""Reads for the members page of a partner, and for the page of an invitation."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q

from signatories.models import Invitation, MailedLink, Membership, Partner
from signatories.queries.links import link_of

MOST_EARLIER = 100


@dataclass(frozen=True, slots=True)
class MembersPage:
    """Who has a part now or from a day to come, who had one (the newest hundred), and who is invited."""

    members: list[Membership]
    earlier: list[Membership]
    invitations: list[Invitation]


def members_page(partner: Partner, *, on: date, with_invitations: bool) -> MembersPage:
    """The members of a partner on a day. Three queries, however many there are."""
    parts = Membership.objects.filter(partner=partner).select_related("person")
    ended = Q(until_on__lt=on)
    open_ = Invitation.objects.filter(partner=partner, accepted_at=None, cancelled_at=None).select_related("invited_by")
    return MembersPage(
        members=sorted(parts.exclude(ended), key=lambda one: (one.role != "signatory", str(one.person).casefold(), one.pk)),
        earlier=list(parts.filter(ended).order_by(F("until_on").desc(), "-pk")[:MOST_EARLIER]),
        invitations=list(open_) if with_invitations else [],
    )


def partner_called(slug: str) -> Partner | None:
    """The partner with that slug, merged ones as the partner that they went into."""
    partner = Partner.objects.select_related("merged_into").filter(slug=slug).first()
    while partner is not None and partner.merged_into is not None:
        partner = partner.merged_into
    return partner


def is_known_to_all(partner: Partner) -> bool:
    """Whether anybody may know that the partner is here: one that waits for its check is not."""
    return not partner.refused_at and (partner.proposed_at is None or partner.checked_at is not None)


def invitation_link(token: str) -> MailedLink | None:
    """The link of an invitation with what its page says, used or not; None where nobody made one like it."""
    link = link_of(token, purpose=MailedLink.Purpose.INVITE)
    return link if link is not None and link.invitation is not None else None


def has_run_out(invitation: Invitation, *, at: datetime) -> bool:
    """Whether an open invitation can no longer be accepted."""
    return at >= invitation.expires_at
