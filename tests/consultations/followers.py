"""Somebody who follows, for tests."""

import re
from datetime import datetime

from compact_portal.audit.context import change
from compact_portal.mail.models import Message
from consultations.models import Consultation, Follow

READER = "reader@test.invalid"


def follows(
    consultation: Consultation | None = None, email: str = READER, *, since: datetime, manner: str = "each", **more: object
) -> Follow:
    """A confirmed follow since an instant."""
    with change(by=None, why="A test", public=False):
        return Follow.objects.create(
            consultation=consultation, email=email, manner=manner, asked_at=since, confirmed_at=since, **more
        )


def mails(to: str | None = None) -> list[Message]:
    rows = Message.objects.order_by("pk")
    return list(rows.filter(to=to) if to else rows)


def path_in(message: Message, part: str) -> str:
    """The path of the link in a mail whose address has that part."""
    found = re.search(rf"https?://[^/\s]+(/\S*{part}\S*)", message.body)
    assert found, message.body
    return found[1]
