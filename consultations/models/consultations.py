"""Consultations: what is asked, of whom, in which window, and what would make answering hard."""

from django.db import models
from django.db.models import F, Q

from compact_portal.audit.models import Versioned, history
from compact_portal.audit.voidable import Voidable, VoidableQuerySet, in_order, together, voided_whole
from consultations.models.registers import PolicyAppraisal
from signatories.models import Partner, Person

PUBLIC = Q(approved_at__isnull=False, voided_at=None)
# Columns that follow from the window ledger and the outcome; only actions.standing writes them.
KEPT = ("opens_on", "closes_on", "opens_at", "closes_at", "first_closes_on", "outcome_on", "answered")


class ConsultationQuerySet(VoidableQuerySet["Consultation"]):
    def public(self) -> "ConsultationQuerySet":
        """What the public sees: approved, and not voided."""
        return self.filter(PUBLIC)


class Consultation(Voidable):
    """What an agency asks before it decides. Whether it is upcoming, open, closed or overdue follows from its days."""

    reference = models.CharField(max_length=24, unique=True, editable=False)
    agency = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="consultations")
    title = models.CharField(max_length=140)
    slug = models.SlugField(max_length=80, unique=True)
    summary = models.CharField(max_length=300, blank=True)
    proposal = models.TextField(blank=True)
    why_now = models.TextField(blank=True)
    options = models.TextField(blank=True)
    effect = models.TextField(blank=True)
    appraisal = models.ForeignKey(PolicyAppraisal, null=True, blank=True, on_delete=models.PROTECT, related_name="consultations")
    who_asked = models.TextField(blank=True)
    # An office, not a person: whom to ask for large print, Easy Read, sign language, paper.
    contact = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    other_ways = models.TextField(blank=True)
    # Asked for approval, then approved by a second officer. `approved_alone`: the agency has one officer, and the page says so.
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    submitted_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False)
    approved_at = models.DateTimeField(null=True, blank=True, editable=False)
    approved_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False)
    approved_alone = models.BooleanField(default=False, editable=False)
    # The window as its last entry has it: inclusive London days, and the half-open instants that they stand for.
    opens_on = models.DateField(null=True, blank=True, editable=False)
    closes_on = models.DateField(null=True, blank=True, editable=False)
    opens_at = models.DateTimeField(null=True, blank=True, editable=False)
    closes_at = models.DateTimeField(null=True, blank=True, editable=False)
    first_closes_on = models.DateField(null=True, blank=True, editable=False)
    outcome_on = models.DateField(null=True, blank=True, editable=False)
    # Answers received in time and not withdrawn.
    answered = models.PositiveIntegerField(default=0, editable=False)

    objects = ConsultationQuerySet.as_manager()  # type: ignore[misc]  # it has all the verbs of the other
    history = history(excluded_fields=list(KEPT))

    class Meta:
        ordering = ["-closes_on", "-pk"]
        indexes = [
            models.Index(fields=["closes_on", "id"], condition=PUBLIC, name="consultations_by_close"),
            models.Index(fields=["agency", "closes_on", "id"], condition=PUBLIC, name="consultations_by_agency"),
            models.Index(fields=["opens_on", "id"], condition=PUBLIC, name="consultations_by_opening"),
            models.Index(fields=["agency", "-id"], name="consultations_of_a_desk"),
        ]
        constraints = [
            voided_whole(),
            in_order("opens_on", "closes_on"),
            in_order("opens_at", "closes_at"),
            models.CheckConstraint(
                condition=Q(approved_at=None)
                | (
                    Q(submitted_at__isnull=False, opens_on__isnull=False, closes_on__isnull=False)
                    & Q(opens_at__isnull=False, closes_at__isnull=False, first_closes_on__isnull=False)
                    & ~Q(proposal="")
                ),
                name="an_approved_consultation_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | Q(submitted_by=None) | ~Q(approved_by=F("submitted_by")) | Q(approved_alone=True),
                name="a_second_officer_approves",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_public(self) -> bool:
        """Whether the public reads it, as `public()` has it."""
        return self.approved_at is not None and self.voided_at is None


class WindowEntry(models.Model):
    """One line of the window ledger: both days as they stood from `made_at` on. Never changed, never deleted.

    Days are inclusive London days. The first entry is the planned window; every later one says why it moved. Where the
    window is shorter than the compact's, `short_reason` and `authorised_by` are published with it.
    """

    class Kind(models.TextChoices):
        PLANNED = "planned", "Planned"
        MOVED = "moved", "Moved before it opened"
        EXTENDED = "extended", "Extended"
        SHORTENED = "shortened", "Shortened"
        CLOSED_EARLY = "closed-early", "Closed early"

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="window")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    opens_on = models.DateField()
    closes_on = models.DateField()
    reason = models.TextField(blank=True)
    short_reason = models.TextField(blank=True)
    authorised_by = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["consultation", "position"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "position"], name="one_entry_at_a_position"),
            in_order("opens_on", "closes_on"),
            together("short_reason", "authorised_by", words=True),
            models.CheckConstraint(condition=Q(kind="planned", position=1) | Q(position__gt=1), name="the_first_entry_is_the_plan"),
            models.CheckConstraint(condition=Q(kind="planned") | ~Q(reason=""), name="a_moved_window_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.consultation}, {self.opens_on} to {self.closes_on}"


class Audience(models.Model):
    """Whom a consultation is for, as a key of consultations.rules.audiences; two that share one in the same weeks clash."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="audiences")
    key = models.CharField(max_length=20)

    class Meta:
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["consultation", "key"], name="an_audience_is_named_once")]

    def __str__(self) -> str:
        return self.key


class AskedGroup(models.Model):
    """A representative group that is asked, by name; where it is a partner of the compact, that too."""

    class Speaks(models.TextChoices):
        WOMEN = "women", "Women"
        MINORITY = "minority", "A minority group"
        EXCLUDED = "excluded", "Socially excluded people"
        OTHER = "other", "Others whom it concerns"

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="groups")
    name = models.CharField(max_length=200)
    speaks_for = models.CharField(max_length=8, choices=Speaks)
    partner = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="asked_in")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["consultation", "name"], name="a_group_is_named_once")]

    def __str__(self) -> str:
        return self.name


class Explanation(models.Model):
    """Why something that would break an undertaking stays as it is: published beside the consultation."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="explanations")
    check_key = models.CharField(max_length=30)
    words = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["check_key"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "check_key"], name="one_explanation_of_a_check"),
            models.CheckConstraint(condition=~Q(words=""), name="an_explanation_has_words"),
        ]

    def __str__(self) -> str:
        return self.check_key


class Document(Voidable):
    """A paper that belongs to a consultation: a file of ours, or a link where it already has an address.

    `stored` is a name of our own in the storage, `kind` the type found in the content, `size` in bytes, `digest` SHA-256.
    """

    class Format(models.TextChoices):
        PAPER = "paper", "Document"
        LARGE_PRINT = "large-print", "Large print"
        EASY_READ = "easy-read", "Easy Read"
        BSL = "bsl", "British Sign Language video"
        OTHER = "other", "Another language or format"

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="documents")
    title = models.CharField(max_length=140)
    format = models.CharField(max_length=11, choices=Format, default=Format.PAPER)
    address = models.URLField(max_length=500, blank=True)
    stored = models.CharField(max_length=80, blank=True, unique=True, null=True, editable=False)
    name = models.CharField(max_length=200, blank=True, editable=False)
    kind = models.CharField(max_length=80, blank=True, editable=False)
    size = models.PositiveIntegerField(default=0, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)

    history = history()

    class Meta:
        ordering = ["pk"]
        constraints = [
            voided_whole(),
            models.CheckConstraint(
                condition=(~Q(address="") & Q(stored=None)) | (Q(address="", stored__isnull=False) & ~Q(kind="") & ~Q(digest="")),
                name="a_document_is_a_file_or_a_link",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Question(Versioned):
    """One question. From the day on which the consultation opens neither it nor its choices change."""

    class Kind(models.TextChoices):
        WORDS = "words", "In their own words"
        ONE = "one", "One of several"
        SEVERAL = "several", "Several of several"
        RATING = "rating", "A rating from 1 to 5"
        AGREE = "agree", "Agree or disagree"

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="questions")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=7, choices=Kind)
    words = models.CharField(max_length=500)
    help = models.CharField(max_length=500, blank=True)
    is_required = models.BooleanField(default=False)
    # What people agree with: an undertaking of the compact by its anchor, or a clause of a document in words.
    anchor = models.CharField(max_length=80, blank=True)
    clause = models.TextField(blank=True)

    history = history()

    class Meta:
        ordering = ["consultation", "position", "pk"]

    def __str__(self) -> str:
        return self.words


class Choice(models.Model):
    """One of the answers that a question offers."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="choices")
    position = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=200)

    class Meta:
        ordering = ["question", "position"]
        constraints = [
            models.UniqueConstraint(fields=["question", "position"], name="one_choice_at_a_position"),
            models.UniqueConstraint(fields=["question", "words"], name="a_choice_is_offered_once"),
        ]

    def __str__(self) -> str:
        return self.words
