"""What every app's rows share: versions, history, references, and slugs that once were."""

from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords


class Versioned(models.Model):
    """A row that people edit. `version` goes up with each edit, so that a form made from an older one can be told."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


def history(**kwargs: Any) -> HistoricalRecords:
    """Every version of a row, with who and why: the portal's one audit mechanism (docs/adr/)."""
    return HistoricalRecords(history_change_reason_field=models.TextField(default="", blank=True), **kwargs)


class ReferenceCounter(models.Model):
    """The last number given out for a prefix and a year."""

    prefix = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prefix", "year"], name="one_counter_for_prefix_and_year")]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}-{self.last:04d}"


class OldSlug(models.Model):
    """A slug that a row had before: its address redirects to the one it has now."""

    kind = models.CharField(max_length=60)
    slug = models.SlugField(max_length=120)
    row = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="one_row_for_an_old_slug")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.slug}"
