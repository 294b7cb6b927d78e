"""Organisations that can sign the compact, and the numbers by which they are known."""

from itertools import combinations
from typing import Any

from django.db import models
from django.db.models import F, Q

from compact_portal.audit.models import Versioned, history
from compact_portal.lib.folding import fold
from signatories.rules.directory import NOT_SIGNED

# What the public sees: not waiting for a check, not refused, not merged away. The directory's indexes hold these rows only,
# so that proposals, however many, cost its readers nothing.
LISTED = Q(refused_at=None, merged_into=None) & (Q(proposed_at=None) | Q(checked_at__isnull=False))

# Each way to filter the directory, sorted by name, has its index: whatever is chosen, a page reads the front of one.
# A kind belongs to one sector, so nobody needs both.
FILTERS = ("sector", "kind", "income_band", "stands")
SHAPES = tuple(
    shape for size in range(len(FILTERS) + 1) for shape in combinations(FILTERS, size) if not {"sector", "kind"} <= set(shape)
)


class PartnerQuerySet(models.QuerySet["Partner"]):
    def listed(self) -> "PartnerQuerySet":
        """What the public sees: not waiting for a check, not refused, not merged away."""
        return self.filter(LISTED)

    def to_check(self) -> "PartnerQuerySet":
        """Proposed by a signer, and not looked at yet."""
        return self.filter(proposed_at__isnull=False, checked_at=None, refused_at=None, merged_into=None)


class Partner(Versioned):
    """An organisation that can sign the compact."""

    class Sector(models.TextChoices):
        STATUTORY = "statutory", "Statutory sector"
        VOLUNTARY = "voluntary", "Voluntary and community sector"

    class Kind(models.TextChoices):
        COUNCIL = "council", "Council"
        PARISH = "parish", "Parish or town council"
        POLICE = "police", "Police or fire service"
        NHS = "nhs", "NHS body"
        OTHER_PUBLIC = "other-public", "Other public body"
        CHARITY = "charity", "Registered charity"
        COMPANY = "company", "Community interest or other company"
        GROUP = "group", "Community group without a registration"
        FAITH = "faith", "Faith group"
        OTHER_VOLUNTARY = "other-voluntary", "Other voluntary body"

    class Income(models.TextChoices):
        MICRO = "under-10k", "Under £10,000 a year"
        SMALL = "10k-100k", "£10,000 to £100,000 a year"
        MEDIUM = "100k-1m", "£100,000 to £1 million a year"
        LARGE = "over-1m", "Over £1 million a year"

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    sector = models.CharField(max_length=10, choices=Sector)
    kind = models.CharField(max_length=16, choices=Kind)
    income_band = models.CharField(max_length=10, choices=Income, blank=True)
    website = models.URLField(blank=True)
    public_contact = models.CharField(max_length=200, blank=True)
    champion = models.CharField(max_length=120, blank=True)
    pledge = models.TextField(blank=True)
    dissolved_on = models.DateField(null=True, blank=True)
    # Its index holds the few that were merged: one of all rows would draw SQLite away from the indexes of the directory.
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from", db_index=False
    )
    merged_on = models.DateField(null=True, blank=True)
    # Set when a signer proposed the partner; a coordinator then checks it before the public sees it.
    proposed_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    refused_reason = models.TextField(blank=True, default="", db_default="")
    # What follows from the name and from the signatures, kept here so that a directory of 100,000 is sorted and filtered
    # by an index. Only actions write it, and `verify_signatures` compares it with the signatures.
    name_key = models.CharField(max_length=210, blank=True, default="", db_default="", editable=False)
    signed_edition = models.ForeignKey(
        "undertakings.Edition", null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    signed_on = models.DateField(null=True, blank=True, editable=False)
    withdrawn_on = models.DateField(null=True, blank=True, editable=False)
    # These in one word (signatories.rules.directory.stands).
    stands = models.CharField(max_length=28, default=NOT_SIGNED, db_default=NOT_SIGNED, editable=False)

    objects = PartnerQuerySet.as_manager()
    history = history(excluded_fields=["name_key", "stands"])

    class Meta:
        ordering = ["name_key", "pk"]
        indexes = [
            models.Index(fields=["name_key", "id"], name="partners_by_name"),
            models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="partners_merged_away"),
            *(
                models.Index(
                    fields=[*shape, "name_key", "id"],
                    condition=LISTED,
                    name="_".join(("listed", *(name.split("_")[0] for name in shape))),
                )
                for shape in SHAPES
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(refused_at=None) | ~Q(refused_reason=""), name="a_refused_partner_says_why"),
            models.CheckConstraint(
                condition=Q(signed_edition=None) | Q(signed_on__isnull=False), name="a_signed_edition_has_its_day"
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None, merged_on=None) | Q(merged_into__isnull=False, merged_on__isnull=False),
                name="merged_into_and_merged_on_together",
            ),
            models.CheckConstraint(condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="not_merged_into_itself"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_listed(self) -> bool:
        """Whether the public sees it, as `listed()` has it."""
        checked = self.proposed_at is None or self.checked_at is not None
        return checked and self.refused_at is None and self.merged_into_id is None

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The key by which partners are sorted and found again follows from the name."""
        self.name_key = self.key_of_name()
        super().save(*args, **kwargs)

    def key_of_name(self) -> str:
        """The name as it is sorted and compared."""
        return fold(self.name)[:210]


class Identifier(models.Model):
    """A number that an organisation has in a public list, such as GB-CHC-1234567; no two partners share one."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="identifiers")
    value = models.CharField(max_length=80, unique=True)

    history = history()

    class Meta:
        ordering = ["value"]

    def __str__(self) -> str:
        return self.value
