"""Mail that waits to be sent: written in the transaction of the action that wants it, sent after.

Neither table has a history: what is not there any more because nobody needs it must not stay in a second place.
"""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from compact_portal.mail.rules import MOST_ADDRESS, MOST_ATTEMPTS, MOST_SUBJECT, MOST_UNSUBSCRIBE, MOST_WHY


class MessageQuerySet(models.QuerySet["Message"]):
    def waiting(self) -> "MessageQuerySet":
        """Not sent and not given up; the one that is due first comes first."""
        return self.filter(sent_at=None, failed_at=None).order_by("due_at", "pk")

    def due(self, at: datetime) -> "MessageQuerySet":
        """Waiting, and its time has come. One that is being sent at this moment is not due."""
        return self.waiting().filter(due_at__lte=at, attempts__lt=MOST_ATTEMPTS)

    def lapsed(self, at: datetime) -> "MessageQuerySet":
        """The last attempt has begun and never ended: its worker has died each time."""
        return self.waiting().filter(due_at__lte=at, attempts__gte=MOST_ATTEMPTS)

    def dead(self) -> "MessageQuerySet":
        """Given up: not sent, and not to be tried again unless somebody asks for it. The newest first."""
        return self.exclude(failed_at=None).order_by("-failed_at", "-pk")

    def bounced(self) -> "MessageQuerySet":
        """Sent, and come back. The newest first."""
        return self.exclude(bounced_at=None).order_by("-bounced_at", "-pk")


class Message(models.Model):
    """One mail to one address.

    The Message-ID is made once, so that a repeated sending can be recognised as the same mail, and a bounce as its
    own. `due_at` is the instant from which it may be sent; while a worker is sending it, that lies ahead. Defaults that
    stand in the database let the code before this one go on queueing while a new version is put in place.
    """

    to = models.EmailField(max_length=MOST_ADDRESS)
    subject = models.CharField(max_length=MOST_SUBJECT)
    body = models.TextField()
    why = models.CharField(max_length=MOST_WHY, blank=True, default="", db_default="")
    # Where one press, or the mail program by itself, ends a series of letters (RFC 8058); "" for a letter that belongs to none.
    unsubscribe = models.CharField(max_length=MOST_UNSUBSCRIBE, blank=True, default="", db_default="")
    message_id = models.CharField(max_length=120, unique=True)
    once = models.CharField(max_length=120, unique=True, null=True, blank=True)
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    bounce_class = models.CharField(max_length=9, blank=True, default="", db_default="")
    # Mail to this address had bounced when this one was queued; it is sent all the same, as mailboxes come back.
    to_bouncing = models.BooleanField(default=False, db_default=False)
    retried_at = models.DateTimeField(null=True, blank=True)
    retried_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(sent_at=None, failed_at=None), name="mail_due"),
            models.Index(fields=["-failed_at", "-id"], condition=Q(failed_at__isnull=False), name="mail_dead"),
            models.Index(fields=["-bounced_at", "-id"], condition=Q(bounced_at__isnull=False), name="mail_bounced"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(sent_at=None) | Q(failed_at=None), name="a_message_is_sent_or_failed_not_both"),
            models.CheckConstraint(
                condition=Q(bounced_at=None, bounce_class="") | Q(bounced_at__isnull=False) & ~Q(bounce_class=""),
                name="a_bounce_has_an_instant_and_a_class",
            ),
        ]

    def __str__(self) -> str:
        return self.message_id


class AddressQuerySet(models.QuerySet["Address"]):
    def bouncing(self) -> "AddressQuerySet":
        """Mail to these comes back, and nobody has mended them since. The newest bounce first."""
        return self.filter(mended_at=None).order_by("-bounced_at", "-pk")


class Address(models.Model):
    """An e-mail address to which mail has bounced for good, in one spelling. It does not say whose it is."""

    address = models.EmailField(unique=True)
    bounced_at = models.DateTimeField()
    bounce_class = models.CharField(max_length=9)
    count = models.PositiveIntegerField(default=1)
    mended_at = models.DateTimeField(null=True, blank=True)
    mended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = AddressQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "addresses"
        indexes = [
            models.Index(fields=["-bounced_at", "-id"], condition=Q(mended_at=None), name="address_bouncing"),
        ]
        constraints = [models.CheckConstraint(condition=Q(count__gte=1), name="an_address_here_has_bounced")]

    def __str__(self) -> str:
        return f"{self.bounce_class}, {self.count} times"
