"""Reads for the outbox."""

from dataclasses import dataclass

from compact_portal.mail.models import Message


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """Some mails and, where there are older ones, the number to go on before; 0 where there are none."""

    messages: list[Message]
    more_before: int


def outbox(*, before: int = 0, most: int = 30) -> OutboxPage:
    """Queued and sent mails, the newest first; `before` is the number of the last one seen, 0 begins at the newest.

    Mails whose words were taken away when they grew old are left out.
    """
    messages = Message.objects.exclude(to="").order_by("-pk")
    if before:
        messages = messages.filter(pk__lt=before)
    found = list(messages.only("to", "subject", "queued_at", "sent_at", "failed_at", "bounced_at")[: most + 1])
    return OutboxPage(messages=found[:most], more_before=found[most - 1].pk if len(found) > most else 0)
