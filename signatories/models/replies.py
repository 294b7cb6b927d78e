"""What a partner says beside a figure that concerns it."""

from django.db import models
from django.db.models import F, Q

from compact_portal.audit.models import Versioned, history
from signatories.models.partners import Partner
from signatories.models.people import Person

STANDING = Q(withdrawn_at=None)


class EvidenceReplyQuerySet(models.QuerySet["EvidenceReply"]):
    def standing(self) -> "EvidenceReplyQuerySet":
        """Not withdrawn. One that is hidden stands: everybody reads that it is there, and why it is hidden."""
        return self.filter(STANDING)

    def newest_first(self) -> "EvidenceReplyQuerySet":
        return self.order_by("-said_at", "-pk")


class EvidenceReply(Versioned):
    """A signed comment of a partner beside a figure: of one financial year, or of all ("").

    Nobody rewrites one. Its partner withdraws it, a coordinator hides it with a reason that everybody reads; the row stays.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="evidence_replies")
    measure = models.SlugField(max_length=60, db_index=False)
    year = models.CharField(max_length=7, blank=True)
    words = models.TextField()
    signed_as = models.CharField(max_length=120, blank=True)
    said_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    said_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    hidden_reason = models.TextField(blank=True)

    objects = EvidenceReplyQuerySet.as_manager()
    history = history()

    class Meta:
        verbose_name = "reply beside a figure"
        verbose_name_plural = "replies beside figures"
        ordering = ["-said_at", "-pk"]
        indexes = [
            models.Index(fields=["measure", "year", "-said_at", "-id"], condition=STANDING, name="replies_beside_a_figure"),
            models.Index(fields=["-said_at", "-id"], name="replies_by_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "measure", "year"], condition=STANDING, name="one_standing_reply_to_a_figure"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="a_reply_has_words"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None) | Q(withdrawn_at__gte=F("said_at")),
                name="a_reply_is_withdrawn_after_it_was_said",
            ),
            models.CheckConstraint(
                condition=Q(hidden_at=None, hidden_by=None, hidden_reason="") | (Q(hidden_at__isnull=False) & ~Q(hidden_reason="")),
                name="a_hidden_reply_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.measure} {self.year}".strip()
