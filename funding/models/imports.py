"""Spreadsheets of agreements and payments: what came in, row by row, and how their headings are understood."""

from django.db import models
from django.db.models import Q

from compact_portal.audit.models import Versioned, history
from signatories.models import Partner, Person


class ColumnMapping(Versioned):
    """How an agency's spreadsheet with these headings is read. `headings` is their digest.

    `columns` is {heading: key of our column}, `instead` what to take where there is no column, and `recipients` which
    partner is meant by a name (folded) that is not exactly its own.
    """

    agency = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="column_mappings")
    headings = models.CharField(max_length=64)
    columns = models.JSONField(default=dict)
    instead = models.JSONField(default=dict)
    recipients = models.JSONField(default=dict)

    history = history()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "headings"], name="one_mapping_for_agency_and_headings")]

    def __str__(self) -> str:
        return f"{self.agency}: {self.headings[:8]}"


class ImportBatch(Versioned):
    """A file that an officer brought. `digest` is its SHA-256: an agency's file comes in once while it is not undone.

    It goes from state to state in short steps (actions.importing, actions.bringing). `done_count` tells how far the state
    has come, out of `all_count`; `cursor` is the number of the last agreement that has been followed up.
    """

    class State(models.TextChoices):
        READING = "reading", "Being read"
        MAPPING = "mapping", "Headings to be said"
        STAGING = "staging", "Being checked"
        READY = "ready", "Ready to bring in"
        FAULTY = "faulty", "To be mended"
        WRITING = "writing", "Being brought in"
        CLEARING = "clearing", "To be checked again"
        COUNTING = "counting", "In, being counted"
        DONE = "done", "In"
        UNDOING = "undoing", "Taken back, being counted"
        UNDONE = "undone", "Taken back"

    agency = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="import_batches")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    headings = models.JSONField(default=list)
    mapping = models.ForeignKey(ColumnMapping, null=True, blank=True, on_delete=models.PROTECT, related_name="batches")
    state = models.CharField(max_length=8, choices=State, default=State.READING)
    rows_count = models.PositiveIntegerField(default=0)
    done_count = models.PositiveIntegerField(default=0)
    all_count = models.PositiveIntegerField(default=0)
    cursor = models.BigIntegerField(default=0)
    # How many rows do what, once all are checked: {"made agreement": 3, "refused": 1}.
    counts = models.JSONField(default=dict)
    # The last instalment there was when the check began: one that is newer was added meanwhile.
    seen_instalment = models.BigIntegerField(default=0)
    # What `queries.judging.numbers_seen` said then: another number, and a threshold or a guideline was written meanwhile.
    seen_numbers = models.BigIntegerField(default=0, db_default=0)
    brought_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    brought_at = models.DateTimeField()
    done_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    history = history(excluded_fields=["done_count", "all_count", "cursor"])

    class Meta:
        ordering = ["-brought_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "digest"], condition=Q(state__in=["counting", "done"]), name="a_file_of_an_agency_is_in_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["undoing", "undone"], done_at__isnull=False, undone_at__isnull=False)
                | Q(state__in=["counting", "done"], done_at__isnull=False, undone_at=None, undone_by=None)
                | (~Q(state__in=["counting", "done", "undoing", "undone"]) & Q(done_at=None, undone_at=None, undone_by=None)),
                name="a_batch_has_the_instants_of_its_state",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ImportRow(models.Model):
    """A row of the file, as it stood there, with its faults by cell and what it will do. Goes when its file is in or left.

    What it says of itself (`kind`, `key`, `identity`, and the amounts) is read first; `what` it will do, after.
    """

    class Kind(models.TextChoices):
        AGREEMENT = "agreement", "Agreement"
        PAYMENT = "payment", "Payment"
        NEITHER = "neither", "Neither"

    class What(models.TextChoices):
        MADE = "made", "New"
        CHANGED = "changed", "Changed"
        SAME = "same", "There already"
        REFUSED = "refused", "To be mended"
        ASKED = "asked", "To be answered"

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    cells = models.JSONField(default=list)
    # [[column of the file from 0, or null for the row, what is wrong]]
    faults = models.JSONField(default=list)
    # {"values", "before", "changes", "verdicts", "about", "recipient"}: see queries.importing.
    effect = models.JSONField(default=dict)
    kind = models.CharField(max_length=9, choices=Kind, blank=True)
    # The agreement's reference as the file has it; and what tells the record from the others of the file.
    key = models.CharField(max_length=60, blank=True)
    identity = models.CharField(max_length=200, blank=True)
    # Of an agreement the award; of a payment what is promised and what is paid. Pence.
    pence = models.BigIntegerField(null=True, blank=True)
    paid_pence = models.BigIntegerField(null=True, blank=True)
    what = models.CharField(max_length=7, choices=What, blank=True)
    # The record that is there, or that was made of it, with the version that was looked at; and a payment's agreement.
    target = models.BigIntegerField(null=True, blank=True)
    target_version = models.PositiveIntegerField(default=0)
    parent = models.BigIntegerField(null=True, blank=True)
    parent_version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["batch", "what", "number"], name="import_rows_by_what"),
            models.Index(fields=["batch", "kind", "key"], name="import_rows_by_key"),
            models.Index(fields=["batch", "identity"], name="import_rows_by_identity"),
            models.Index(fields=["batch", "kind", "target"], name="import_rows_by_target"),
        ]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="one_row_of_a_number_in_a_batch")]

    def __str__(self) -> str:
        return f"{self.batch}, row {self.number}"
