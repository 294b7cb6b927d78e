"""Following a consultation, or all of them, by mail; and the links that were mailed."""

from django.db import models
from django.db.models import Q

from consultations.models.consultations import Consultation
from consultations.models.responses import AnswerJourney, Response


class Follow(models.Model):
    """Somebody wants to be told. It begins when the mailed link is pressed and ends with one link; no account is needed.

    Without a consultation it is about all of them. `manner`: each change by itself, or one letter a week.
    """

    class Manner(models.TextChoices):
        EACH = "each", "A letter for each change"
        WEEKLY = "weekly", "One letter a week"

    consultation = models.ForeignKey(Consultation, null=True, blank=True, on_delete=models.CASCADE, related_name="follows")
    email = models.EmailField()
    manner = models.CharField(max_length=6, choices=Manner, default=Manner.EACH)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    told_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "email"], condition=Q(consultation__isnull=False), name="one_follow_of_a_consultation"
            ),
            models.UniqueConstraint(fields=["email"], condition=Q(consultation=None), name="one_follow_of_all"),
        ]

    def __str__(self) -> str:
        return f"follow {self.pk}"


class ConsultationLink(models.Model):
    """A link that was mailed. Only the digest of its token is held.

    An action link (confirm) is used once by pressing its button; a resume, change or end link works until what it is about
    is closed or gone.
    """

    class Purpose(models.TextChoices):
        RESUME = "resume", "Go on with an answer"
        CHANGE = "change", "Change or withdraw an answer"
        CONFIRM = "confirm", "Confirm that somebody wants to follow"
        END = "end", "End following"

    purpose = models.CharField(max_length=7, choices=Purpose)
    token_digest = models.CharField(max_length=64, unique=True)
    journey = models.ForeignKey(AnswerJourney, null=True, blank=True, on_delete=models.CASCADE, related_name="links")
    response = models.ForeignKey(Response, null=True, blank=True, on_delete=models.CASCADE, related_name="links")
    follow = models.ForeignKey(Follow, null=True, blank=True, on_delete=models.CASCADE, related_name="links")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose="resume", journey__isnull=False, response=None, follow=None)
                | Q(purpose="change", journey=None, response__isnull=False, follow=None)
                | Q(purpose__in=("confirm", "end"), journey=None, response=None, follow__isnull=False),
                name="a_mailed_link_is_about_what_it_says",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"
