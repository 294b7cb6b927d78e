"""Spreadsheets of agreements and payments: what came in, row by row, and how their headings are understood."""

from django.db import models
from django.db.models import Q

from compact_portal.audit.models import Versioned, history
from signatories.models import Partner, Person


class ColumnMapping(Versioned):
    """How an agency's spreadsheet with these headings is read: {heading: column of ours}. `headings` is their digest."""

    agency = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="column_mappings")
    headings = models.CharField(max_length=64)
    columns = models.JSONField(default=dict)

    history = history()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "headings"], name="one_mapping_for_agency_and_headings")]

    def __str__(self) -> str:
        return f"{self.agency}: {self.headings[:8]}"


class ImportBatch(Versioned):
    """A file that an officer brought. `digest` is its SHA-256: an agency's file comes in once while it is not undone."""

    class State(models.TextChoices):
        STAGING = "staging", "Being read"
        READY = "ready", "Ready to look at"
        FAULTY = "faulty", "To be mended"
        DONE = "done", "In"
        UNDONE = "undone", "Taken back"

    agency = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="import_batches")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    mapping = models.ForeignKey(ColumnMapping, null=True, blank=True, on_delete=models.PROTECT, related_name="batches")
    state = models.CharField(max_length=7, choices=State, default=State.STAGING)
    rows_count = models.PositiveIntegerField(default=0)
    read_count = models.PositiveIntegerField(default=0)
    brought_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    brought_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    history = history()

    class Meta:
        ordering = ["-brought_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "digest"], condition=Q(state="done"), name="a_file_of_an_agency_is_in_once"),
            models.CheckConstraint(
                condition=(Q(state="undone", done_at__isnull=False, undone_at__isnull=False))
                | Q(state="done", done_at__isnull=False, undone_at=None, undone_by=None)
                | (~Q(state__in=["done", "undone"]) & Q(done_at=None, undone_at=None, undone_by=None)),
                name="a_batch_has_the_instants_of_its_state",
            ),
            models.CheckConstraint(condition=Q(read_count__lte=models.F("rows_count")), name="no_more_read_than_there_is"),
        ]

    def __str__(self) -> str:
        return self.name


class ImportRow(models.Model):
    """A row of the file, as it stood there, with its faults by cell and what it will do. Goes with its batch."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    cells = models.JSONField(default=dict)
    faults = models.JSONField(default=list)
    effect = models.JSONField(default=dict)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="one_row_of_a_number_in_a_batch")]

    def __str__(self) -> str:
        return f"{self.batch}, row {self.number}"
