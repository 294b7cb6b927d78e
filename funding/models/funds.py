"""Funds, and what a funder has agreed for all its agreements: the notice guideline, and what it cut of its own."""

from django.db import models
from django.db.models import Q

from compact_portal.audit.models import Versioned, history
from compact_portal.audit.voidable import Voidable, in_order, not_negative, voided_whole
from signatories.models import Partner


class Fund(Voidable):
    """A round of grants. A consultation on its criteria is named by its web address only."""

    funder = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="funds")
    title = models.CharField(max_length=140)
    slug = models.SlugField(max_length=80, unique=True)
    criteria = models.TextField(blank=True)
    published_on = models.DateField(null=True, blank=True)
    opens_on = models.DateField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True)
    consulted_how = models.TextField(blank=True)
    consultation_address = models.CharField(max_length=500, blank=True)
    common_terms = models.BooleanField(default=False)

    history = history()

    class Meta:
        ordering = ["-opens_on", "-pk"]
        indexes = [models.Index(fields=["funder", "-opens_on", "-id"], name="funds_of_a_funder")]
        constraints = [voided_whole(), in_order("opens_on", "closes_on")]

    def __str__(self) -> str:
        return self.title


class NoticeGuideline(Versioned):
    """The calendar months of notice from a day on; without a funder it holds for all who have none of their own."""

    funder = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="notice_guidelines")
    months = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    agreed_by = models.CharField(max_length=200)
    consulted = models.CharField(max_length=200, blank=True)

    history = history()

    class Meta:
        ordering = ["from_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["funder", "from_on"], name="one_guideline_for_funder_and_day"),
            models.UniqueConstraint(fields=["from_on"], condition=Q(funder=None), name="one_guideline_for_all_and_day"),
            models.CheckConstraint(condition=Q(months__gte=1, months__lte=60), name="a_guideline_has_some_months"),
            models.CheckConstraint(condition=~Q(agreed_by=""), name="a_guideline_says_who_agreed_it"),
        ]

    def __str__(self) -> str:
        return f"{self.months} months from {self.from_on}"


class OwnCut(Versioned):
    """What a funder cut in a financial year (2026-27), of its own budget and of the sector's, in per cent."""

    funder = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="own_cuts")
    year = models.CharField(max_length=7)
    own_per_cent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    sector_per_cent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    source = models.CharField(max_length=500, blank=True)
    reason = models.TextField(blank=True)

    history = history()

    class Meta:
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["funder", "year"], name="one_cut_for_funder_and_year"),
            *not_negative("own_per_cent", "sector_per_cent"),
            models.CheckConstraint(
                condition=(Q(own_per_cent=None) | Q(own_per_cent__lte=100))
                & (Q(sector_per_cent=None) | Q(sector_per_cent__lte=100)),
                name="a_cut_is_at_most_everything",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.funder}, {self.year}"


class AwardTotal(models.Model):
    """What a funder awarded in a financial year, over its public agreements: kept, so that nobody has to add up 100,000 rows.

    Only actions.standing writes it.
    """

    funder = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="award_totals")
    year = models.CharField(max_length=7)
    agreements = models.IntegerField(default=0)
    pence = models.BigIntegerField(default=0)
    common_terms = models.IntegerField(default=0, db_default=0)
    common_monitoring = models.IntegerField(default=0, db_default=0)

    class Meta:
        ordering = ["-year", "funder__name_key"]
        constraints = [
            models.UniqueConstraint(fields=["funder", "year"], name="one_total_for_funder_and_year"),
            *not_negative("agreements", "pence", "common_terms", "common_monitoring"),
        ]

    def __str__(self) -> str:
        return f"{self.funder}, {self.year}"
