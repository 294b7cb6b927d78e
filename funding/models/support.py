"""Support that is no money, and who looks after an agreement."""

from django.db import models
from django.db.models import Q

from compact_portal.audit.models import history
from compact_portal.audit.voidable import Voidable, in_order, not_negative, voided_whole
from funding.models.agreements import Agreement
from signatories.models import Partner


class OtherSupport(Voidable):
    """Premises, rate relief or a gift in kind: pence a year, and how that was valued. May stand without an agreement."""

    class Kind(models.TextChoices):
        PREMISES = "premises", "Premises"
        RATE_RELIEF = "rate-relief", "Discretionary rate relief"
        IN_KIND = "in-kind", "Gift in kind"

    funder = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="support_given")
    recipient = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="support_held")
    agreement = models.ForeignKey(Agreement, null=True, blank=True, on_delete=models.PROTECT, related_name="support")
    kind = models.CharField(max_length=12, choices=Kind)
    what = models.CharField(max_length=200)
    yearly_pence = models.BigIntegerField(null=True, blank=True)
    how_valued = models.CharField(max_length=300, blank=True)
    relief_per_cent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    history = history()

    class Meta:
        ordering = ["from_on", "pk"]
        constraints = [
            voided_whole(),
            in_order("from_on", "until_on"),
            *not_negative("yearly_pence"),
            models.CheckConstraint(
                condition=Q(relief_per_cent=None) | Q(kind="rate-relief", relief_per_cent__gte=0, relief_per_cent__lte=100),
                name="only_rate_relief_has_a_per_cent",
            ),
            models.CheckConstraint(condition=~Q(recipient=models.F("funder")), name="nobody_supports_itself"),
        ]

    def __str__(self) -> str:
        return self.what


class LiaisonAssignment(Voidable):
    """Who, by name and role, an agreement's recipient may turn to, from a day until a day inclusive."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="liaisons")
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=120)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    history = history()

    class Meta:
        ordering = ["from_on", "pk"]
        constraints = [voided_whole(), in_order("from_on", "until_on")]

    def __str__(self) -> str:
        return f"{self.agreement}, from {self.from_on}"
