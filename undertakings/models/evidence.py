"""What the records say of each undertaking, as it was judged when they were written. No row holds anything about a person."""

from datetime import date

from django.db import models
from django.db.models import Q

from compact_portal.lib.dates import end_of_day
from compact_portal.lib.verdicts import Outcome

OUTCOMES = [(str(outcome), outcome.words) for outcome in Outcome]
NOW_KNOWN = Q(known_until_at=None)
NOT_KEPT_NOW_KNOWN = NOW_KNOWN & Q(outcome=str(Outcome.NOT_KEPT))
# Known from an instant to the same instant: never. So stand verdicts on records that nobody sees yet; see actions.evidence.
NEVER_KNOWN = Q(known_until_at=models.F("known_from_at"))
# The agency of a tally that counts every record, whosever promise it is.
EVERYBODY = 0
# The day on which stands what is so from the start: earlier than any page asks for.
START = date(1970, 1, 1)
# The agency of an amount that is nobody's.
NOBODY = 0


class JudgedMeasure(models.Model):
    """One row a measure, which whoever judges its records holds locked: two at once would each miss what the other wrote.

    `changed_at` is when a verdict of it was last written or ended.
    """

    key = models.SlugField(max_length=60, unique=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key


class RecordVerdictQuerySet(models.QuerySet["RecordVerdict"]):
    def now_known(self) -> "RecordVerdictQuerySet":
        return self.filter(NOW_KNOWN)

    def known_on(self, on: date) -> "RecordVerdictQuerySet":
        """What the portal knew at the end of a London day, and what of it held on that day."""
        end = end_of_day(on)
        known = self.filter(Q(known_until_at=None) | Q(known_until_at__gte=end), known_from_at__lt=end)
        return known.holding(on)

    def turning_red(self, on: date) -> "RecordVerdictQuerySet":
        """What will be not kept from a later day on if nothing is done, the nearest day first."""
        return self.filter(NOT_KEPT_NOW_KNOWN, from_on__gt=on).order_by("from_on", "pk")

    def holding(self, on: date) -> "RecordVerdictQuerySet":
        """The one spell of each record that holds on a day."""
        return self.filter(Q(until_on=None) | Q(until_on__gte=on), from_on__lte=on)


class RecordVerdict(models.Model):
    """The verdict of a measure on a record, on the days from `from_on` to `until_on` (both inclusive, None: without end).

    Rows are only added. What was known until something was written stays, with the instants between which it was known.
    """

    measure = models.SlugField(max_length=60, db_index=False)
    record = models.PositiveBigIntegerField()
    agency = models.PositiveBigIntegerField(null=True)
    counts_on = models.DateField()
    year = models.CharField(max_length=7)
    outcome = models.CharField(max_length=9, choices=OUTCOMES)
    sentence = models.TextField()
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    known_from_at = models.DateTimeField()
    known_until_at = models.DateTimeField(null=True)
    # Not kept from before the day on which the record counts: so few are that a column says it, for the planner to know.
    red_ahead = models.GeneratedField(
        expression=Q(outcome=str(Outcome.NOT_KEPT), from_on__lt=models.F("counts_on")),  # type: ignore[arg-type]  # stubs lag
        output_field=models.BooleanField(),
        db_persist=True,
    )

    objects = RecordVerdictQuerySet.as_manager()

    class Meta:
        ordering = ["measure", "-counts_on", "-record", "from_on"]
        indexes = [
            models.Index(fields=["measure", "counts_on", "record"], condition=NOW_KNOWN, name="verdicts_by_day"),
            # What holds only later or no more is passed over within the index.
            models.Index(
                fields=["measure", "outcome", "counts_on", "record"],
                include=["from_on", "until_on", "id"],
                condition=NOW_KNOWN,
                name="verdicts_of_an_outcome",
            ),
            models.Index(fields=["measure", "agency", "counts_on", "record"], condition=NOW_KNOWN, name="verdicts_by_agency"),
            models.Index(fields=["measure", "year", "record"], name="verdicts_by_year"),
            models.Index(fields=["agency", "from_on", "id"], condition=NOT_KEPT_NOW_KNOWN, name="verdicts_turning_red"),
            models.Index(
                fields=["measure", "outcome", "counts_on", "record"],
                condition=NOW_KNOWN & Q(red_ahead=True),
                name="verdicts_red_ahead",
            ),
            models.Index(fields=["known_from_at", "measure", "record", "from_on"], condition=NEVER_KNOWN, name="verdicts_prepared"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "record", "from_on"], condition=NOW_KNOWN, name="one_verdict_known_for_a_day"
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=models.F("from_on")), name="a_verdict_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(outcome__in=[str(outcome) for outcome in Outcome]), name="outcome_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.record}: {self.outcome}"


class KeptAmount(models.Model):
    """What an amount measure counts or sums for an agency (NOBODY: what is nobody's) in a year, kept when records are written."""

    measure = models.SlugField(max_length=60, db_index=False)
    agency = models.PositiveBigIntegerField()
    year = models.CharField(max_length=7)
    value = models.BigIntegerField()

    class Meta:
        ordering = ["measure", "agency", "year"]
        constraints = [models.UniqueConstraint(fields=["measure", "agency", "year"], name="one_amount_for_agency_and_year")]

    def __str__(self) -> str:
        return f"{self.measure} {self.agency} {self.year}: {self.value}"


class Tally(models.Model):
    """By how much a count changes on a day: the count on a day is the sum of what stands on or before it.

    `agency` is EVERYBODY for all records together. What a record says from the start stands on one and the same early day,
    so there are no more rows than days on which verdicts change by themselves.
    """

    measure = models.SlugField(max_length=60, db_index=False)
    agency = models.PositiveBigIntegerField(default=EVERYBODY)
    year = models.CharField(max_length=7)
    outcome = models.CharField(max_length=9, choices=OUTCOMES)
    on = models.DateField()
    delta = models.IntegerField()

    class Meta:
        ordering = ["measure", "agency", "year", "outcome", "on"]
        indexes = [
            models.Index(fields=["agency", "measure", "on"], name="tallies_of_an_agency"),
            models.Index(fields=["measure", "on", "agency"], name="tallies_of_a_day"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["measure", "agency", "year", "outcome", "on"], name="one_tally_for_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.agency} {self.year} {self.outcome} {self.on}: {self.delta:+}"
