"""Notices, decisions on the next year, and what a recipient says of a recorded date."""

from django.db import models
from django.db.models import Q

from compact_portal.audit.models import history
from compact_portal.audit.voidable import Voidable, not_negative, together, voided_whole
from funding.models.agreements import Agreement
from funding.models.payments import Instalment
from funding.models.support import OtherSupport
from signatories.models import Person


class ChangeNotice(Voidable):
    """A funder tells a recipient that an award or other support is reduced, ended or varied from a day on."""

    class Kind(models.TextChoices):
        REDUCE = "reduce", "Reduce"
        END = "end", "End"
        VARY = "vary", "Vary"

    agreement = models.ForeignKey(Agreement, null=True, blank=True, on_delete=models.PROTECT, related_name="notices")
    support = models.ForeignKey(OtherSupport, null=True, blank=True, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=6, choices=Kind)
    decided_on = models.DateField(null=True, blank=True)
    written_on = models.DateField()
    effective_on = models.DateField()
    reason = models.TextField(blank=True)
    not_consulted = models.BooleanField(default=False)
    consulted_on = models.DateField(null=True, blank=True)
    consulted_how = models.CharField(max_length=300, blank=True)
    change_pence = models.BigIntegerField(null=True, blank=True)
    breach_reason = models.TextField(blank=True)
    authorised_by = models.CharField(max_length=120, blank=True)

    history = history()

    class Meta:
        ordering = ["effective_on", "pk"]
        indexes = [models.Index(fields=["effective_on"], name="notices_by_day")]
        constraints = [
            voided_whole(),
            models.CheckConstraint(
                condition=Q(agreement__isnull=False, support=None) | Q(agreement=None, support__isnull=False),
                name="a_notice_covers_an_award_or_support",
            ),
            together("breach_reason", "authorised_by", words=True),
            models.CheckConstraint(
                condition=Q(consulted_on=None, consulted_how="")
                | (Q(consulted_on__isnull=False, not_consulted=False) & ~Q(consulted_how="")),
                name="a_consultation_has_day_and_way",
            ),
            *not_negative("change_pence"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.effective_on}"


class RenewalDecision(Voidable):
    """What was decided about the time after an agreement, and on which day the recipient was told; one stands."""

    class Decision(models.TextChoices):
        RENEWED = "renewed", "Goes on"
        CHANGED = "changed", "Goes on, changed"
        ENDED = "ended", "Ends"

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="renewal_decisions")
    decision = models.CharField(max_length=7, choices=Decision)
    told_on = models.DateField()
    breach_reason = models.TextField(blank=True)
    authorised_by = models.CharField(max_length=120, blank=True)

    history = history()

    class Meta:
        ordering = ["told_on", "pk"]
        constraints = [
            voided_whole(),
            models.UniqueConstraint(fields=["agreement"], condition=Q(voided_at=None), name="one_standing_decision_on_next_year"),
            together("breach_reason", "authorised_by", words=True),
        ]

    def __str__(self) -> str:
        return f"{self.agreement}, {self.told_on}"


class Dispute(Voidable):
    """A recipient confirms or disputes the day of a payment or of being told; it changes nothing by itself."""

    class Stance(models.TextChoices):
        CONFIRMED = "confirmed", "Confirmed"
        DISPUTED = "disputed", "Disputed"

    instalment = models.ForeignKey(Instalment, null=True, blank=True, on_delete=models.PROTECT, related_name="disputes")
    renewal_decision = models.ForeignKey(RenewalDecision, null=True, blank=True, on_delete=models.PROTECT, related_name="disputes")
    stance = models.CharField(max_length=9, choices=Stance)
    says_on = models.DateField(null=True, blank=True)
    words = models.TextField(blank=True)
    said_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    said_at = models.DateTimeField()

    history = history()

    class Meta:
        ordering = ["said_at", "pk"]
        indexes = [models.Index(fields=["-said_at"], condition=Q(stance="disputed", voided_at=None), name="disputes_by_day")]
        constraints = [
            voided_whole(),
            models.CheckConstraint(
                condition=Q(instalment__isnull=False, renewal_decision=None) | Q(instalment=None, renewal_decision__isnull=False),
                name="a_dispute_is_about_one_date",
            ),
            models.CheckConstraint(condition=Q(stance="confirmed") | ~Q(words=""), name="who_disputes_says_what"),
            models.UniqueConstraint(fields=["instalment"], condition=Q(voided_at=None), name="one_word_on_an_instalment"),
            models.UniqueConstraint(fields=["renewal_decision"], condition=Q(voided_at=None), name="one_word_on_a_decision"),
        ]

    def __str__(self) -> str:
        return self.get_stance_display()
