"""Agreements, and what is promised for each year."""

from django.db import models
from django.db.models import F, Q

from compact_portal.audit.models import Versioned, history
from compact_portal.audit.voidable import Row, Voidable, VoidableQuerySet, in_order, not_negative, voided_whole
from funding.models.funds import Fund
from funding.models.imports import ImportBatch
from signatories.models import Partner

PUBLIC = Q(state="recorded", voided_at=None)
# Columns that follow from other rows.
KEPT = (
    "recipient_band", "is_multi_year", "has_notice", "full_cost", "paid_pence", "counted_year", "counted_pence", "counted_terms",
    "counted_monitoring", "tell_by", "notice_by", "evaluate_by", "uncovered_on",
)  # fmt: skip
# What the register filters by. Each of its indexes ends with all of it: rows that do not fit are passed over within the index,
# and those that do are counted there, whichever filter comes first.
_FILTERS = ("funder", "recipient", "kind", "recipient_band", "is_multi_year", "full_cost", "has_notice")
_SHARED = ("common_terms", "common_monitoring")
_SEEN = ("state", "voided_at")


def _of_the_register(name: str, *first: str, condition: Q = PUBLIC) -> models.Index:
    rest = (one for one in (*_FILTERS, *_SHARED, *_SEEN) if one not in first)
    return models.Index(fields=[*first, *rest], condition=condition, name=name)


class AgreementQuerySet(VoidableQuerySet[Row]):
    def public(self) -> "AgreementQuerySet[Row]":
        """What the public register shows: recorded, and not voided."""
        return self.filter(PUBLIC)


class Agreement(Voidable):
    """What a funder promises a recipient. A draft may lack what a recorded one must have."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        RECORDED = "recorded", "Recorded"

    class Kind(models.TextChoices):
        CORE = "core", "Core funding"
        PROJECT = "project", "Project grant"
        PARTNERSHIP = "partnership", "Partnership agreement"
        SERVICE = "service", "Service agreement"
        SMALL = "small", "Small grant"
        CAPITAL = "capital", "Capital grant"
        SUPPORT = "support", "Support in kind only"

    class Payment(models.TextChoices):
        ADVANCE = "advance", "In advance"
        ARREARS = "arrears", "In arrears"

    reference = models.CharField(max_length=24, unique=True, editable=False)
    # The agency's own, by which a file that comes again finds the agreement.
    own_reference = models.CharField(max_length=60, blank=True, default="", db_default="")
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT, editable=False)
    funder = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="agreements_given")
    recipient = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="agreements_held")
    fund = models.ForeignKey(Fund, null=True, blank=True, on_delete=models.PROTECT, related_name="agreements")
    renewed_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="renewals", db_index=False
    )
    title = models.CharField(max_length=140, blank=True)
    purpose = models.TextField(blank=True)
    purpose_withheld = models.BooleanField(default=False)
    withheld_reason = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=12, choices=Kind, blank=True)
    department = models.CharField(max_length=120, blank=True)
    start_on = models.DateField(null=True, blank=True)
    end_on = models.DateField(null=True, blank=True)
    awarded_on = models.DateField(null=True, blank=True)
    award_pence = models.BigIntegerField(null=True, blank=True)
    other_income_pence = models.BigIntegerField(default=0)
    payment = models.CharField(max_length=7, choices=Payment, blank=True)
    short_term_reason = models.TextField(blank=True)
    full_cost_difficulty = models.TextField(blank=True)
    common_terms = models.BooleanField(default=False)
    common_monitoring = models.BooleanField(default=False)
    batch = models.ForeignKey(
        ImportBatch, null=True, blank=True, on_delete=models.PROTECT, related_name="agreements", editable=False
    )
    # What lists filter by, kept right by actions.standing.refresh_agreement only.
    recipient_band = models.CharField(max_length=10, blank=True, editable=False)
    is_multi_year = models.BooleanField(null=True, editable=False)
    has_notice = models.BooleanField(default=False, editable=False)
    full_cost = models.CharField(max_length=9, default="unknown", editable=False)
    paid_pence = models.BigIntegerField(default=0, editable=False)
    # What the totals by funder and year hold of this agreement now; an empty year: nothing.
    counted_year = models.CharField(max_length=7, blank=True, editable=False)
    counted_pence = models.BigIntegerField(default=0, editable=False)
    counted_terms = models.BooleanField(default=False, db_default=False, editable=False)
    counted_monitoring = models.BooleanField(default=False, db_default=False, editable=False)
    # What the desk counts down to; empty where nothing is to be done. The next year told, a notice written that would keep
    # the guideline after the term, the next evaluation; and the first day without a liaison officer.
    tell_by = models.DateField(null=True, blank=True, editable=False)
    notice_by = models.DateField(null=True, blank=True, editable=False)
    evaluate_by = models.DateField(null=True, blank=True, editable=False)
    uncovered_on = models.DateField(null=True, blank=True, editable=False)

    objects = AgreementQuerySet.as_manager()  # type: ignore[misc]  # it has all the verbs of the other
    history = history(excluded_fields=list(KEPT))

    class Meta:
        ordering = ["-awarded_on", "-pk"]
        indexes = [
            _of_the_register("agreements_by_award", "awarded_on", "id"),
            _of_the_register("agreements_by_size", "award_pence", "id"),
            *(_of_the_register(f"agreements_by_{name}"[:30], name, "awarded_on", "id") for name in _FILTERS),
            *(_of_the_register(f"shared_{name}", "awarded_on", "id", condition=PUBLIC & Q(**{name: True})) for name in _SHARED),
            # All that the desk asks stands in the index, and begins with the day from which rows are wanted: what ended long ago
            # is not even passed over, however much of it was left undone.
            *(
                models.Index(
                    fields=["funder", *days, *_SEEN],
                    condition=PUBLIC & Q(**{f"{name}__isnull": False}),
                    name=f"desk_by_{name}",
                )
                for name, days in (
                    ("tell_by", ("end_on", "tell_by")),
                    ("notice_by", ("notice_by", "end_on")),
                    ("evaluate_by", ("end_on", "evaluate_by")),
                    ("uncovered_on", ("end_on", "uncovered_on")),
                )
            ),
            models.Index(fields=["funder", "-id"], condition=Q(state="draft", voided_at=None), name="drafts_of_a_desk"),
            # Of few: most agreements follow none, and an index with all of these looks useless to a database.
            models.Index(fields=["renewed_from"], condition=Q(renewed_from__isnull=False), name="agreements_that_follow"),
        ]
        constraints = [
            voided_whole(),
            models.UniqueConstraint(
                fields=["funder", "own_reference"],
                condition=Q(voided_at=None) & ~Q(own_reference=""),
                name="an_agency_uses_its_reference_once",
            ),
            in_order("start_on", "end_on"),
            *not_negative("award_pence", "other_income_pence", "paid_pence"),
            models.CheckConstraint(
                condition=Q(state="draft")
                | (
                    Q(recipient__isnull=False, start_on__isnull=False, end_on__isnull=False)
                    & Q(awarded_on__isnull=False, award_pence__isnull=False)
                    & ~Q(title="")
                    & ~Q(purpose="")
                    & ~Q(kind="")
                    & ~Q(payment="")
                ),
                name="a_recorded_agreement_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(purpose_withheld=False, withheld_reason="") | (Q(purpose_withheld=True) & ~Q(withheld_reason="")),
                name="a_withheld_purpose_says_why",
            ),
            models.CheckConstraint(condition=Q(recipient=None) | ~Q(recipient=F("funder")), name="nobody_funds_itself"),
            models.CheckConstraint(condition=Q(renewed_from=None) | ~Q(renewed_from=F("id")), name="no_agreement_renews_itself"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_public(self) -> bool:
        """Whether the public reads it, as `public()` has it."""
        return self.state == self.State.RECORDED and self.voided_at is None


class YearAllocation(Versioned):
    """What is promised for a financial year (2026-27), in pence; indicative where it is not firm."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="allocations")
    year = models.CharField(max_length=7)
    pence = models.BigIntegerField()
    is_firm = models.BooleanField(default=True)

    history = history()

    class Meta:
        ordering = ["year", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "year"], name="one_allocation_for_agreement_and_year"),
            *not_negative("pence"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement}, {self.year}"
