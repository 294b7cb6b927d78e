"""What is to be paid when, what was paid, and what an agreement costs the recipient."""

from django.db import models
from django.db.models import Q

from compact_portal.audit.models import Versioned, history
from compact_portal.audit.voidable import Voidable, not_negative, together, voided_whole
from funding.models.agreements import Agreement
from funding.models.imports import ImportBatch


class Instalment(Voidable):
    """A payment promised for a day, in pence; and when and what was paid, both or neither."""

    class Kind(models.TextChoices):
        REGULAR = "regular", "Instalment"
        WHOLE_YEAR = "whole-year", "Whole year"
        FINAL = "final", "Final payment"

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="instalments")
    # The agency's own, as for an agreement.
    own_reference = models.CharField(max_length=60, blank=True, default="", db_default="")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.REGULAR)
    due_on = models.DateField()
    pence = models.BigIntegerField()
    paid_on = models.DateField(null=True, blank=True)
    paid_pence = models.BigIntegerField(null=True, blank=True)
    late_reason = models.TextField(blank=True)
    authorised_by = models.CharField(max_length=120, blank=True)
    batch = models.ForeignKey(
        ImportBatch, null=True, blank=True, on_delete=models.PROTECT, related_name="instalments", editable=False
    )

    history = history()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(paid_on=None, voided_at=None), name="instalments_to_pay"),
        ]
        constraints = [
            voided_whole(),
            models.UniqueConstraint(
                fields=["agreement", "own_reference"],
                condition=Q(voided_at=None) & ~Q(own_reference=""),
                name="a_payment_reference_once_for_an_agreement",
            ),
            models.CheckConstraint(condition=Q(pence__gt=0), name="an_instalment_is_of_some_money"),
            *not_negative("paid_pence"),
            together("paid_on", "paid_pence"),
            together("late_reason", "authorised_by", words=True),
        ]

    def __str__(self) -> str:
        return f"{self.agreement}, {self.due_on}"


class CostLine(Versioned):
    """A cost of what is funded. Of an overhead the share is `part` of `whole`, in the unit of its driver."""

    class Kind(models.TextChoices):
        DIRECT = "direct", "Direct cost"
        PREMISES = "premises", "Premises, by headcount"
        CENTRAL = "central", "Central functions, by time"
        GOVERNANCE = "governance", "Governance, by spend"

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="cost_lines")
    kind = models.CharField(max_length=10, choices=Kind)
    label = models.CharField(max_length=120)
    pence = models.BigIntegerField()
    part = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    whole = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)

    history = history()

    class Meta:
        ordering = ["pk"]
        constraints = [
            *not_negative("pence", "part"),
            models.CheckConstraint(
                condition=Q(kind="direct", part=None, whole=None)
                | (~Q(kind="direct") & Q(part__isnull=False, whole__gt=0, part__lte=models.F("whole"))),
                name="an_overhead_has_a_share_of_a_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.label
