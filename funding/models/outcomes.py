"""What an agreement is to achieve, what was measured and reported, and when it was evaluated."""

from django.db import models

from compact_portal.audit.models import Versioned, history
from compact_portal.audit.voidable import Voidable, voided_whole
from funding.models.agreements import Agreement
from signatories.models import Partner


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
    """A report of a recipient. One may answer the indicators of agreements with several funders."""

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


class Measurement(Versioned):
    """What was measured of an indicator, in its unit, on a day; one of a day."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="measurements")
    monitoring_return = models.ForeignKey(
        MonitoringReturn, null=True, blank=True, on_delete=models.PROTECT, related_name="measurements"
    )
    measured_on = models.DateField()
    value = models.DecimalField(max_digits=14, decimal_places=2)

    history = history()

    class Meta:
        ordering = ["measured_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["indicator", "measured_on"], name="one_measurement_of_a_day")]

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
