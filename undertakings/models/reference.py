"""The living reference: jargon, examples, contacts, links, codes of practice, thresholds, and what is evidence for what.

None of it is part of the text that partners sign. All of it is edited in the workspace.
"""

from django.db import models
from django.db.models import Q

from compact_portal.audit.models import Versioned, history


class Term(Versioned):
    """A word that readers may not know. `also_written` has one spelling a line; `entry_html` is its entry in the A to Z."""

    class AddedBy(models.TextChoices):
        COMPACT = "compact", "the compact"
        PORTAL = "portal", "the portal"

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120, unique=True)
    short_form = models.CharField(max_length=30, blank=True)
    also_written = models.TextField(blank=True)
    meaning = models.TextField()
    meaning_html = models.TextField(blank=True)
    entry_html = models.TextField(blank=True, db_default="")
    added_by = models.CharField(max_length=8, choices=AddedBy, default=AddedBy.PORTAL)
    see_also = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="seen_from")
    sort_key = models.CharField(max_length=130, db_index=True)

    history = history(m2m_fields=[see_also])

    class Meta:
        ordering = ["sort_key", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def spellings(self) -> list[str]:
        """Every form in which prose may use the term."""
        return [form for form in (self.name, self.short_form, *self.also_written.splitlines()) if form.strip()]


class Example(Versioned):
    """The compact at work. It shows clauses, named by anchor, so that it stays linked from edition to edition."""

    slug = models.SlugField(max_length=80, unique=True)
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    words = models.TextField()
    html = models.TextField(blank=True)
    clauses = models.JSONField(default=list, blank=True)
    from_year = models.PositiveSmallIntegerField(null=True, blank=True)
    to_year = models.PositiveSmallIntegerField(null=True, blank=True)

    history = history()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_year=None) | Q(from_year__isnull=False, to_year__gte=models.F("from_year")),
                name="example_years_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Contact(Versioned):
    """Whom to ask. Without `as_of` it is as the compact published it; what nobody confirmed for a year says so."""

    position = models.PositiveIntegerField()
    organisation = models.CharField(max_length=200)
    role = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=200, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    as_of = models.DateField(null=True, blank=True)

    history = history()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.organisation


class Link(Versioned):
    """Further information elsewhere. An address that is gone stays, marked as archived, and is not a link."""

    position = models.PositiveIntegerField()
    title = models.CharField(max_length=200, unique=True)
    address = models.CharField(max_length=500)
    about = models.TextField(blank=True)
    archived = models.BooleanField(default=False)

    history = history()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class CodeOfPractice(Versioned):
    """Guidelines added to the compact."""

    class Standing(models.TextChoices):
        PUBLISHED = "published", "Published"
        PLANNED = "planned", "Planned"

    slug = models.SlugField(max_length=80, unique=True)
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=200, unique=True)
    standing = models.CharField(max_length=10, choices=Standing)
    about = models.TextField(blank=True)
    html = models.TextField(blank=True)
    address = models.CharField(max_length=500, blank=True)

    history = history()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "codes of practice"

    def __str__(self) -> str:
        return self.title


class Threshold(Versioned):
    """A number that a rule uses from a day on, with who agreed it and where it comes from."""

    class Source(models.TextChoices):
        COMPACT = "the compact", "the compact"
        LOCAL = "local guideline", "local guideline"
        NATIONAL = "national practice", "national practice"
        READING = "the portal's reading", "the portal's reading"

    # As for every row that people edit; the column came later than the table, so the database has a default for it too.
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    rule = models.CharField(max_length=60)
    value = models.CharField(max_length=20)
    unit = models.CharField(max_length=20)
    from_on = models.DateField(null=True, blank=True)
    agreed_by = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=24, choices=Source)

    history = history()

    class Meta:
        ordering = ["rule", "from_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "from_on"], name="one_threshold_for_rule_and_day"),
            models.UniqueConstraint(fields=["rule"], condition=Q(from_on=None), name="one_threshold_for_rule_from_the_start"),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.value} {self.unit}"


class EvidenceLink(models.Model):
    """A clause, named by anchor, is evidenced by a measure from a day on."""

    position = models.PositiveIntegerField()
    anchor = models.SlugField(max_length=60)
    measure = models.SlugField(max_length=60)
    from_on = models.DateField(null=True, blank=True)

    history = history()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["anchor", "measure"], name="one_link_for_anchor_and_measure")]

    def __str__(self) -> str:
        return f"{self.anchor}: {self.measure}"
