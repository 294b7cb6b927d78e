"""A queued mail made into what goes over the wire: plain text and HTML from one source, in the compact's frame."""

from dataclasses import dataclass
from email.utils import format_datetime, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from compact_portal.lib.mail_markup import Parts, parts
from compact_portal.mail import sender
from compact_portal.mail.models import Message


@dataclass(frozen=True, slots=True)
class Letter:
    """Both parts with their frame, and the words alone as HTML that may stand in a page."""

    text: str
    html: str
    words: SafeString


def letter(message: Message) -> Letter:
    """The parts of one mail. They are made when it is sent, so that they carry the name that the compact has then."""
    body: Parts = parts(message.body, address=settings.PORTAL_ADDRESS)
    words = mark_safe(body.html)  # noqa: S308  lib/markup.py has let through nothing but words and links
    frame = {
        "name": sender.name(),
        "address": settings.PORTAL_ADDRESS,
        "subject": message.subject,
        "why": message.why or f"somebody used your address, {message.to}, on the site of {sender.name()}",
    }
    return Letter(
        text=render_to_string("mail/frame.txt", {**frame, "words": body.text}).strip() + "\n",
        html=render_to_string("mail/frame.html", {**frame, "words": words}).strip() + "\n",
        words=words,
    )


def as_email(message: Message, *, post: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """The mail as Django sends it: the same Message-ID and Date each time, and no answer wanted from a machine."""
    made = letter(message)
    email = EmailMultiAlternatives(
        subject=message.subject,
        body=made.text,
        from_email=parseaddr(settings.DEFAULT_FROM_EMAIL)[1],  # where a bounce goes
        to=[message.to],
        connection=post,
        headers={
            "From": sender.from_header(),
            "Message-ID": message.message_id,
            "Date": format_datetime(message.queued_at),
            "Auto-Submitted": "auto-generated",
            "Content-Language": "en-GB",
            **_ending(message),
        },
    )
    email.attach_alternative(made.html, "text/html")
    return email


def _ending(message: Message) -> dict[str, str]:
    """What lets a mail program offer to end a series of letters with one press (RFC 2369, RFC 8058)."""
    if not message.unsubscribe:
        return {}
    return {"List-Unsubscribe": f"<{message.unsubscribe}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
