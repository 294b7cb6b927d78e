"""An edition, and what its text was understood to say."""

from datetime import date

from django.db import models
from django.db.models import Q

from compact_portal.audit.models import Versioned, history


class EditionQuerySet(models.QuerySet["Edition"]):
    def published(self) -> "EditionQuerySet":
        return self.filter(published_on__isnull=False)

    def drafts(self) -> "EditionQuerySet":
        return self.filter(published_on__isnull=True)

    def newest_first(self) -> "EditionQuerySet":
        return self.order_by("-published_on", "-pk")

    def in_force(self, on: date) -> "Edition | None":
        """The one published last, on or before the day."""
        return self.filter(published_on__lte=on).newest_first().first()


class Edition(Versioned):
    """The compact's text as it was at one time. Once published, its words and clauses never change."""

    class Standing(models.TextChoices):
        ADOPTED = "adopted", "Adopted"
        RESTATEMENT = "restatement", "Restatement"

    slug = models.SlugField(max_length=80, unique=True)
    compact = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=200, blank=True)
    label = models.CharField(max_length=200)
    standing = models.CharField(max_length=12, choices=Standing, default=Standing.ADOPTED)
    first_agreed = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    note = models.TextField(blank=True)
    published_on = models.DateField(null=True, blank=True, db_index=True)

    objects = EditionQuerySet.as_manager()
    history = history()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(published_on=None) | (~Q(digest="") & ~Q(text="") & ~Q(compact="") & ~Q(place="")),
                name="a_published_edition_has_text_and_digest",
            ),
            models.CheckConstraint(condition=Q(standing__in=["adopted", "restatement"]), name="edition_standing_is_known"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_draft(self) -> bool:
        return self.published_on is None


class Section(models.Model):
    """A heading of an edition with the prose below it. The HTML is made when it is saved, not when it is read."""

    class Kind(models.TextChoices):
        PROSE = "prose", "Prose"
        CHALLENGE = "challenge", "Challenges"
        PRINCIPLE = "principle", "Principles"
        UNDERTAKING = "undertaking", "Undertakings"

    class Sector(models.TextChoices):
        STATUTORY = "statutory", "Statutory sector"
        VOLUNTARY = "voluntary", "Voluntary and community sector"

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="sections")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="themes")
    position = models.PositiveSmallIntegerField()
    anchor = models.SlugField(max_length=60)
    title = models.CharField(max_length=200)
    level = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    sector = models.CharField(max_length=10, choices=Sector, blank=True)
    number = models.CharField(max_length=8, blank=True)
    bound_by = models.CharField(max_length=200, blank=True)
    prose = models.TextField(blank=True)
    html = models.TextField(blank=True)
    notes_html = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "anchor"], name="one_section_for_anchor"),
            models.UniqueConstraint(fields=["edition", "position"], name="one_section_for_position"),
        ]

    def __str__(self) -> str:
        return self.title


class Clause(models.Model):
    """One challenge, principle or undertaking.

    `html` is its words as they stand in their section (a term is explained at its first use there); `alone_html` and
    `alone_notes_html` are for a page on which it stands alone.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="clauses")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="clauses")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Section.Kind)
    sector = models.CharField(max_length=10, choices=Section.Sector, blank=True)
    number = models.CharField(max_length=8)
    anchor = models.SlugField(max_length=60)
    words = models.TextField()
    bound_by = models.CharField(max_length=200, blank=True)
    html = models.TextField(blank=True)
    alone_html = models.TextField(blank=True)
    alone_notes_html = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "anchor"], name="one_clause_for_anchor"),
            models.UniqueConstraint(fields=["edition", "number"], name="one_clause_for_number"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.anchor}"
