"""Following: asked for, confirmed by the mailed link, ended by one link.

Whoever writes locks the row of the follow or its link, looks again, then writes: pressing twice at once does it once.
"""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.crypto import salted_hmac

from compact_portal.audit.context import change
from compact_portal.lib.dates import london_day
from compact_portal.lib.tokens import token_digest
from consultations.actions.following_mail import mail_confirming_link
from consultations.models import Consultation, ConsultationLink, Follow
from consultations.queries.following import link_of
from consultations.rules.following import CONFIRM_DAYS, KEPT_AFTER_OUTCOME, confirm_permit, week_begun
from signatories.models import normal_email


def ask_to_follow(*, consultation: Consultation | None, email: str, manner: str, at: datetime) -> None:
    """Mail a link whose button begins it. Whether or not the address follows already, the same is done, and nobody learns.

    What is followed stays as it is until the button is pressed, its manner too. Of several links the newest works.
    """
    with change(by=None, why="Asked to follow", public=False):
        wanted = {"manner": manner, "asked_at": at}
        follow, _ = Follow.objects.get_or_create(consultation=consultation, email=normal_email(email), defaults=wanted)
        held = Follow.objects.select_for_update().get(pk=follow.pk)
        held.asked_at = at
        held.save()
        open_links = held.links.filter(purpose=ConsultationLink.Purpose.CONFIRM, used_at=None)
        open_links.filter(expires_at__gt=at).update(expires_at=at)
        token = secrets.token_urlsafe(32)
        ConsultationLink.objects.create(
            purpose=ConsultationLink.Purpose.CONFIRM, token_digest=token_digest(token), follow=held, made_at=at,
            expires_at=at + timedelta(days=CONFIRM_DAYS),
        )  # fmt: skip
        mail_confirming_link(held, consultation, manner=manner, token=token, at=at)


def confirm_follow(*, token: str, manner: str, at: datetime) -> Follow | None:
    """Use a confirming link: from now on the address is written to. None where the link is unknown, used or run out."""
    with change(by=None, why="Confirmed by the mailed link", public=False):
        found = link_of(token, purpose=ConsultationLink.Purpose.CONFIRM)
        if found is None or found.follow is None:
            return None
        held = Follow.objects.select_for_update().filter(pk=found.follow.pk).first()
        link = ConsultationLink.objects.select_for_update().filter(pk=found.pk).first()
        if held is None or link is None:  # it was ended in this instant
            return None
        if not confirm_permit(expires_at=link.expires_at, used_at=link.used_at, at=at):
            return None
        link.used_at = at
        link.save()
        if held.confirmed_at is not None and held.manner != manner:
            # What has been told in the other manner is not told again: single letters at once, the week's on its Monday.
            told = at if held.manner == Follow.Manner.EACH else week_begun(at)
            held.confirmed_at = max(held.confirmed_at, told)
        held.confirmed_at = held.confirmed_at or at
        held.manner = manner
        held.save()
    return held


def end_follow(*, token: str, everything: bool) -> int:
    """End what an end link is about, with all that is held of it; `everything`: all that its address follows.

    Gives how many ended: 0 where it had ended before.
    """
    with change(by=None, why="Ended by the mailed link", public=False):
        found = link_of(token, purpose=ConsultationLink.Purpose.END)
        if found is None or found.follow is None:
            return 0
        follow = found.follow
        rows = Follow.objects.filter(email=follow.email) if everything else Follow.objects.filter(pk=follow.pk)
        ended = len(rows.select_for_update())
        rows.delete()
    return ended


def end_address(follow: Follow, *, at: datetime, everything: bool = False) -> str:
    """The path of the link that ends it, the same in every letter. Call it inside a change.

    The token follows from the portal's secret, so that no letter needs a link of its own, and none is held in clear.
    """
    token = salted_hmac("consultations.end", f"{follow.pk}:{follow.email}", algorithm="sha256").hexdigest()
    ConsultationLink.objects.get_or_create(
        token_digest=token_digest(token), defaults={"purpose": ConsultationLink.Purpose.END, "follow": follow, "made_at": at}
    )
    return reverse("consultations:follow_end", args=[token]) + ("?all=yes" if everything else "")


def forget_follows(*, at: datetime) -> int:
    """Take away what nobody confirmed in time, links that have run out, and what has ended: a year after its outcome."""
    run_out = at - timedelta(days=CONFIRM_DAYS)
    links_before = at - timedelta(days=settings.PORTAL_KEEP_LINKS_DAYS)
    old = Q(confirmed_at=None, asked_at__lt=run_out) | Q(consultation__outcome_on__lt=london_day(at - KEPT_AFTER_OUTCOME))
    with change(by=None, why="Kept for as long as the privacy notice says", public=False):
        numbers = list(Follow.objects.filter(old).values_list("pk", flat=True))
        Follow.objects.filter(pk__in=numbers).delete()
        ConsultationLink.objects.filter(purpose=ConsultationLink.Purpose.CONFIRM, expires_at__lt=links_before).delete()
    return len(numbers)
