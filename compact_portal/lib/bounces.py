"""Read what a mail server sends when a mail did not arrive: a delivery status notification (RFC 3464).

Only what is needed is taken out: which mail it was, by the Message-ID that we gave it, and the class of the failure
(RFC 3463), such as 5.1.1. The server's own sentences name people and stay unread.
"""

import re
from dataclasses import dataclass
from email import policy
from email.errors import MessageError
from email.message import Message
from email.parser import BytesParser

MOST_BYTES = 1024 * 1024
"""A report that is larger than this is none: ours are a few thousand bytes, with the whole mail in them."""

# Not a part of an address of four numbers.
_STATUS = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.]*\d)")
_REPLY = re.compile(r"\b([45])\d\d\b")
_MESSAGE_ID = re.compile(r"<[^<>\s@]{1,100}@[^<>\s]{1,100}>")


class NotAReport(ValueError):
    """What was read is no delivery status notification about a mail of ours. The words say why, in one line."""


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one mail: its Message-ID with its angle brackets, whether delivery failed, and the class."""

    message_id: str
    failed: bool
    diagnostic: str

    @property
    def dead(self) -> bool:
        """Whether the address itself is of no use: it failed for good (5.x.x), not by trying for too long (4.x.x)."""
        return self.failed and self.diagnostic.startswith("5.")


def read_report(raw: bytes) -> Report:
    """Return what the report says. Raises NotAReport for anything else, however it is broken."""
    if len(raw) > MOST_BYTES:
        raise NotAReport(f"It is larger than {MOST_BYTES // 1024 // 1024} MB, which no delivery report about our mail is.")
    if not raw.strip():
        raise NotAReport("It is empty. Pipe the whole mail in, with its headers.")
    try:
        mail = BytesParser(policy=policy.compat32).parsebytes(raw)
        recipients = _recipients(mail)
        message_id = _message_id(mail)
    except (MessageError, ValueError, LookupError, AttributeError, TypeError, RecursionError) as problem:
        # email.parser takes nearly everything and stumbles later, in a different way for each kind of broken input.
        raise NotAReport("It cannot be read as a mail.") from problem
    if not recipients:
        raise NotAReport("It is no delivery status notification: it has no part of the type message/delivery-status.")
    if not message_id:
        raise NotAReport("It does not say which mail it is about: there is no Message-ID of the mail that was sent.")
    return _worst(message_id, recipients)


def _recipients(mail: Message) -> list[Message]:
    """The groups of fields about a recipient; the group about the whole report has no action and is left out."""
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            return [group for group in _messages(part) if _field(group, "Action")]
    return []


def _messages(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [inner for inner in payload if isinstance(inner, Message)] if isinstance(payload, list) else []


def _message_id(mail: Message) -> str:
    """The Message-ID of the mail that came back: from the copy of it, else from what the report says it answers."""
    for part in mail.walk():
        kind = part.get_content_type()
        if kind == "text/rfc822-headers":
            words = bytes(part.get_payload(decode=True) or b"").decode("utf-8", "replace")
            found = re.search(rf"^message-id:\s*({_MESSAGE_ID.pattern})", words, re.IGNORECASE | re.MULTILINE)
            if found:
                return found.group(1)
        elif kind in ("message/rfc822", "message/global"):
            for copy in _messages(part):
                found = _MESSAGE_ID.search(_field(copy, "Message-ID"))
                if found:
                    return found.group()
    for name in ("X-Original-Message-ID", "In-Reply-To", "References"):
        found = _MESSAGE_ID.search(_field(mail, name))
        if found:
            return found.group()
    return ""


def _field(part: Message, name: str) -> str:
    return str(part.get(name, "")).strip()


def _worst(message_id: str, recipients: list[Message]) -> Report:
    """Our mails have one recipient each; where a list or a forwarding made several, the first that failed counts."""
    failed = [group for group in recipients if _field(group, "Action").lower() == "failed"]
    group = (failed or recipients)[0]
    return Report(message_id=message_id, failed=bool(failed), diagnostic=_class(group))


def _class(group: Message) -> str:
    """The class, such as 5.1.1; from the old reply code ("550") where the server gives no other: 5.0.0."""
    for name in ("Status", "Diagnostic-Code"):
        found = _STATUS.search(_field(group, name))
        if found and found.group() != "5.0.0":
            return found.group()
    found = _REPLY.search(_field(group, "Diagnostic-Code"))
    if found:
        return f"{found.group(1)}.0.0"
    return "5.0.0" if _field(group, "Action").lower() == "failed" else "4.0.0"
