"""Policy appraisals and decisions: public registers of their own, which a consultation may belong to."""

from django.db import models
from django.db.models import Q

from compact_portal.audit.models import history
from compact_portal.audit.voidable import Voidable, voided_whole
from signatories.models import Partner

RECORDED = Q(recorded_at__isnull=False, voided_at=None)


class PolicyAppraisal(Voidable):
    """What a new policy or procedure is likely to do to the sector, found out before it is adopted."""

    class Effect(models.TextChoices):
        NONE = "none", "No effect"
        SOME = "some", "Some effect"
        GREAT = "great", "A great effect"

    reference = models.CharField(max_length=24, unique=True, editable=False)
    agency = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="policy_appraisals")
    policy = models.CharField(max_length=140)
    slug = models.SlugField(max_length=80, unique=True)
    # An office, not a person.
    owner = models.CharField(max_length=120, blank=True)
    dated_on = models.DateField(null=True, blank=True)
    adopted_on = models.DateField(null=True, blank=True)
    effect = models.CharField(max_length=5, choices=Effect, blank=True)
    on_whom = models.TextField(blank=True)
    findings = models.TextField(blank=True)
    consulted_how = models.TextField(blank=True)
    not_consulted_reason = models.TextField(blank=True)
    # Why it came after the policy was adopted, and who authorised that.
    late_reason = models.TextField(blank=True)
    authorised_by = models.CharField(max_length=120, blank=True)
    recorded_at = models.DateTimeField(null=True, blank=True, editable=False)
    # The day under which the register has it: that of the appraisal, or of the adoption where none is dated.
    filed_on = models.DateField(null=True, blank=True, editable=False)

    history = history(excluded_fields=["filed_on"])

    class Meta:
        ordering = ["-filed_on", "-pk"]
        indexes = [
            models.Index(fields=["filed_on", "id"], condition=RECORDED, name="appraisals_by_day"),
            models.Index(fields=["agency", "filed_on", "id"], condition=RECORDED, name="appraisals_by_agency"),
        ]
        constraints = [
            voided_whole(),
            models.CheckConstraint(
                condition=Q(recorded_at=None)
                | (
                    ~Q(owner="")
                    & ~Q(effect="")
                    & Q(filed_on__isnull=False)
                    & (Q(dated_on__isnull=False) | Q(adopted_on__isnull=False))
                ),
                name="a_recorded_appraisal_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(consulted_how="") | Q(not_consulted_reason=""), name="an_appraisal_was_consulted_on_or_says_why_not"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Decision(Voidable):
    """What an agency decided, published with its reasons; where there was a consultation, after it and in the light of it."""

    reference = models.CharField(max_length=24, unique=True, editable=False)
    agency = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="decisions")
    consultation = models.ForeignKey(
        "consultations.Consultation", null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    title = models.CharField(max_length=140)
    slug = models.SlugField(max_length=80, unique=True)
    what = models.TextField(blank=True)
    # A body or an office, not a person.
    decided_by = models.CharField(max_length=120, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    reasons = models.TextField(blank=True)
    # How it took account of the published answers; empty: it does not cite them.
    cites_answers = models.TextField(blank=True)
    # Why it was made before the close or before the answers were published, and why it was made public late.
    early_reason = models.TextField(blank=True)
    late_reason = models.TextField(blank=True)
    authorised_by = models.CharField(max_length=120, blank=True)
    recorded_at = models.DateTimeField(null=True, blank=True, editable=False)

    history = history()

    class Meta:
        ordering = ["-decided_on", "-pk"]
        indexes = [
            models.Index(fields=["decided_on", "id"], condition=RECORDED, name="decisions_by_day"),
            models.Index(fields=["agency", "decided_on", "id"], condition=RECORDED, name="decisions_by_agency"),
        ]
        constraints = [
            voided_whole(),
            models.CheckConstraint(
                condition=Q(recorded_at=None)
                | (Q(decided_on__isnull=False, published_on__isnull=False) & ~Q(what="") & ~Q(decided_by="") & ~Q(reasons="")),
                name="a_recorded_decision_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(published_on=None) | Q(decided_on=None) | Q(published_on__gte=models.F("decided_on")),
                name="a_decision_is_published_after_it_is_made",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
