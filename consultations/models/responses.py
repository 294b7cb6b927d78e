"""Answers: what somebody types on the way, what was received, and what officers do with it afterwards."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from compact_portal.audit.models import Versioned, history
from compact_portal.audit.voidable import together
from consultations.models.consultations import Choice, Consultation, Question
from signatories.models import Partner, Person


class AnswerJourney(models.Model):
    """What somebody has typed on the way to answering, kept in the database so that an expired session loses nothing.

    `answers` maps a step's name to the values of its form. Resumable from a mailed link until the window has closed.
    """

    key = models.UUIDField(unique=True)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="journeys")
    response = models.ForeignKey("Response", null=True, blank=True, on_delete=models.CASCADE, related_name="journeys")
    answers = models.JSONField(default=dict)
    email = models.EmailField(blank=True)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["consultation", "finished_at"], name="journeys_of_a_consultation")]

    def __str__(self) -> str:
        return str(self.key)


class ResponseQuerySet(models.QuerySet["Response"]):
    def standing(self) -> "ResponseQuerySet":
        """Received in time and not withdrawn."""
        return self.filter(withdrawn_at=None, is_late=False)

    def shown(self) -> "ResponseQuerySet":
        """What the public may read: published, by consent, and not confidential."""
        return self.standing().filter(published_at__isnull=False, may_publish=True, is_confidential=False)


class Response(Versioned):
    """One answer to a consultation. `received_at` is the instant at which the server received it, which decides.

    A confidential response is read by the responder and by officers of the asking agency, and by nobody else.
    """

    class Manner(models.TextChoices):
        ONLINE = "online", "Online"
        PAPER = "paper", "On paper"
        EMAIL = "email", "By e-mail"
        TELEPHONE = "telephone", "By telephone"

    reference = models.CharField(max_length=24, unique=True, editable=False)
    # Made with the first page of the form: however often it is sent, there is one response.
    token = models.UUIDField(unique=True)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="responses")
    manner = models.CharField(max_length=9, choices=Manner, default=Manner.ONLINE)
    is_organisation = models.BooleanField(default=False)
    name = models.CharField(max_length=120, blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    # Set where a membership proves that the signed-in person speaks for it.
    partner = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="responses")
    responder = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="responses")
    email = models.EmailField(blank=True)
    may_publish = models.BooleanField(default=False)
    is_confidential = models.BooleanField(default=False)
    confidential_reason = models.TextField(blank=True)
    received_at = models.DateTimeField()
    is_late = models.BooleanField(default=False)
    entered_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # Why an officer took it back from the public: then only publishing it by itself shows it again.
    withheld_reason = models.CharField(max_length=300, blank=True)
    # Whether anything in it is tagged; only actions.themes writes it, so that what is not yet tagged is found by an index.
    is_tagged = models.BooleanField(default=False, editable=False)

    objects = ResponseQuerySet.as_manager()
    history = history(excluded_fields=["is_tagged"])

    class Meta:
        ordering = ["received_at", "pk"]
        indexes = [
            models.Index(fields=["consultation", "received_at", "id"], name="responses_of_a_consultation"),
            models.Index(fields=["consultation"], condition=Q(is_confidential=True), name="responses_in_confidence"),
            models.Index(
                fields=["consultation", "id"],
                condition=Q(published_at__isnull=False, withdrawn_at=None, is_confidential=False, may_publish=True, is_late=False),
                name="responses_shown",
            ),
            models.Index(
                fields=["consultation", "id"],
                condition=Q(
                    published_at=None, withdrawn_at=None, is_confidential=False, may_publish=True, is_late=False, withheld_reason=""
                ),
                name="responses_publishable",
            ),
            # The lists of the agency's officers.
            models.Index(fields=["consultation", "is_organisation", "received_at", "id"], name="responses_by_who"),
            models.Index(fields=["consultation", "received_at", "id"], condition=Q(is_tagged=False), name="responses_untagged"),
            models.Index(fields=["consultation", "received_at", "id"], condition=Q(is_late=True), name="responses_late"),
            models.Index(
                fields=["consultation", "received_at", "id"], condition=Q(is_confidential=True), name="responses_confidential"
            ),
        ]
        constraints = [
            # A partner answers once; what it sends again changes its answer. After the close it is kept apart.
            models.UniqueConstraint(
                fields=["consultation", "partner", "is_late"],
                condition=Q(withdrawn_at=None, partner__isnull=False),
                name="one_answer_of_a_partner",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(may_publish=True, is_confidential=False),
                name="only_what_may_be_published_is",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(withheld_reason=""), name="what_is_withheld_is_not_published"
            ),
            models.CheckConstraint(
                condition=Q(is_organisation=True) | Q(organisation="", partner=None), name="a_person_is_no_partner"
            ),
            models.CheckConstraint(
                condition=~Q(manner="online") | Q(entered_by=None), name="an_officer_enters_only_what_came_otherwise"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_shown(self) -> bool:
        """Whether the public may read it, as `shown()` has it."""
        free = self.may_publish and not self.is_confidential and not self.is_late
        return free and self.published_at is not None and self.withdrawn_at is None

    def in_time(self, closes_at: datetime) -> bool:
        """Whether it came before the window closed."""
        return self.received_at < closes_at


class Answer(models.Model):
    """The answer to one question. What a responder changes before the close is not kept in a second place.

    `rating` is 1 to 5: the stars, or from strongly disagree to strongly agree.
    """

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    words = models.TextField(blank=True)
    rating = models.PositiveSmallIntegerField(null=True, blank=True)
    choices = models.ManyToManyField(Choice, related_name="answers", blank=True)

    class Meta:
        ordering = ["response", "question"]
        constraints = [
            models.UniqueConstraint(fields=["response", "question"], name="one_answer_to_a_question"),
            models.CheckConstraint(condition=Q(rating=None) | Q(rating__gte=1, rating__lte=5), name="a_rating_is_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.response}, {self.question_id}"


class QuestionCount(models.Model):
    """How often a choice or a rating was given, in answers received in time and not withdrawn; kept, so that 100,000 cost nothing.

    Without a choice, `rating` is what was given, or 0: who answered in words.
    """

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="counts")
    choice = models.ForeignKey(Choice, null=True, blank=True, on_delete=models.CASCADE, related_name="counts")
    rating = models.PositiveSmallIntegerField(default=0)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "choice"], condition=Q(choice__isnull=False), name="one_count_of_a_choice"),
            models.UniqueConstraint(fields=["question", "rating"], condition=Q(choice=None), name="one_count_of_a_rating"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.count}"


class Theme(Versioned):
    """What several answers say: officers tag words with it, and the outcome answers it."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="themes")
    name = models.CharField(max_length=120)
    # The outcome's part on it: what was said, what is done about it, and what is not and why.
    said = models.TextField(blank=True)
    done = models.TextField(blank=True)
    not_done = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    history = history()

    class Meta:
        ordering = ["consultation", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["consultation", "name"], name="a_theme_is_named_once")]

    def __str__(self) -> str:
        return self.name


class Tag(models.Model):
    """An answer speaks of a theme. `is_cited`: the outcome names the answer under it."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="tags")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="tags")
    is_cited = models.BooleanField(default=False)
    made_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["theme", "answer"], condition=Q(is_cited=True), name="tags_cited")]
        constraints = [models.UniqueConstraint(fields=["answer", "theme"], name="an_answer_has_a_theme_once")]

    def __str__(self) -> str:
        return f"{self.answer_id}: {self.theme_id}"


class Redaction(models.Model):
    """Words that are not shown: from `start`, `length` characters of the original, which stays as it is. Lifted, not deleted."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="redactions")
    start = models.PositiveIntegerField()
    length = models.PositiveIntegerField()
    reason = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    lifted_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["answer", "start", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(length__gt=0) & ~Q(reason=""), name="a_redaction_covers_words_and_says_why"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None, lifted_reason="") | (Q(lifted_at__isnull=False) & ~Q(lifted_reason="")),
                name="a_redaction_is_lifted_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id}: {self.start}+{self.length}"


class Reading(models.Model):
    """Who read the original of a response, and when: one row for a person, a response and a London day."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="readings")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    on = models.DateField()
    first_at = models.DateTimeField()

    class Meta:
        ordering = ["-first_at"]
        constraints = [models.UniqueConstraint(fields=["response", "person", "on"], name="one_reading_a_day")]

    def __str__(self) -> str:
        return f"{self.response_id}: {self.on}"


class Outcome(Versioned):
    """What was asked, what was said, what was done and why not; the parts by theme stand on the themes."""

    consultation = models.OneToOneField(Consultation, on_delete=models.PROTECT, related_name="outcome")
    asked = models.TextField(blank=True)
    said = models.TextField(blank=True)
    done = models.TextField(blank=True)
    late_reason = models.TextField(blank=True)
    authorised_by = models.CharField(max_length=120, blank=True)
    answers_published_on = models.DateField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    published_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    history = history()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(published_on=None) | (~Q(asked="") & ~Q(said="") & ~Q(done="")), name="a_published_outcome_is_complete"
            ),
            together("late_reason", "authorised_by", words=True),
        ]

    def __str__(self) -> str:
        return f"Outcome of {self.consultation_id}"


class Erratum(models.Model):
    """A correction of a published outcome, with the note that the public reads beside it. Never changed, never deleted."""

    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="errata")
    note = models.CharField(max_length=500)
    made_on = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name_plural = "errata"
        ordering = ["made_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(note=""), name="an_erratum_says_what_it_corrects")]

    def __str__(self) -> str:
        return f"{self.outcome_id}, {self.made_on}"
