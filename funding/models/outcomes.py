"""What an agreement is to achieve, what was measured and reported, and when it was evaluated."""

from django.db import models
from django.db.models import Q

from compact_portal.audit.models import Versioned, history
from compact_portal.audit.voidable import Voidable, voided_whole
from funding.models.agreements import Agreement
from signatories.models import Partner, Person


class Objective(Versioned):
    """What an agreement is to achieve, in words."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="objectives")
    words = models.CharField(max_length=300)

    history = history()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.words


class Indicator(Versioned):
    """How an objective is told to be met: a unit, a target in it, by which day, and when both sides agreed that."""

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="indicators")
    words = models.CharField(max_length=300)
    unit = models.CharField(max_length=60, blank=True)
    target = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    agreed_on = models.DateField(null=True, blank=True)

    history = history()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["due_on"], name="indicators_by_day")]

    def __str__(self) -> str:
        return self.words


class MonitoringReturn(Voidable):
    """A return that a recipient owes by a day, about one agreement or several. What it says stands in a `Report`."""

    recipient = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="monitoring_returns")
    agreements = models.ManyToManyField(Agreement, related_name="monitoring_returns", blank=True)
    due_on = models.DateField()
    received_on = models.DateField(null=True, blank=True)
    address = models.CharField(max_length=500, blank=True)

    history = history(m2m_fields=[agreements])

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["due_on"], name="returns_by_day")]
        constraints = [voided_whole()]

    def __str__(self) -> str:
        return f"{self.recipient}, {self.due_on}"


class Report(Versioned):
    """What a recipient writes once for all its funders: each reads the words, and what was measured of its own agreements.

    A draft until it is sent; a recipient has one draft. `answers` are the returns that are received with it.
    """

    recipient = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="reports")
    agreements = models.ManyToManyField(Agreement, related_name="reports", blank=True)
    answers = models.ManyToManyField(MonitoringReturn, related_name="reports", blank=True)
    up_to_on = models.DateField(null=True, blank=True)
    words = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    history = history(m2m_fields=[agreements, answers])

    class Meta:
        ordering = ["-sent_at", "-pk"]
        indexes = [models.Index(fields=["-sent_at", "-id"], condition=Q(sent_at__isnull=False), name="reports_by_instant")]
        constraints = [
            models.UniqueConstraint(fields=["recipient"], condition=Q(sent_at=None), name="one_draft_of_a_report"),
            models.CheckConstraint(
                condition=Q(sent_at=None, sent_by=None) | Q(sent_at__isnull=False, up_to_on__isnull=False),
                name="a_sent_report_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient}, up to {self.up_to_on}"


class Measurement(Versioned):
    """What a report says of an indicator: a value in its unit, or in words why there is none, or both."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="measurements")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="measurements")
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    history = history()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "indicator"], name="one_measurement_in_a_report"),
            models.CheckConstraint(condition=Q(value__isnull=False) | ~Q(note=""), name="a_measurement_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.value}"


class Evaluation(Voidable):
    """The funder and the recipient looked together at how an agreement goes."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="evaluations")
    held_on = models.DateField()
    findings = models.TextField(blank=True)

    history = history()

    class Meta:
        ordering = ["held_on", "pk"]
        constraints = [voided_whole()]

    def __str__(self) -> str:
        return f"{self.agreement}, {self.held_on}"
