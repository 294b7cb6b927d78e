"""Signing: the journey to a signature, the signature, and the chain that proves it."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from compact_portal.audit.models import Versioned, history
from signatories.models.partners import Partner
from signatories.models.people import Person
from undertakings.models import Edition


class SigningJourney(models.Model):
    """What somebody has typed on the way to signing. Kept in the database, so that an expired session loses nothing.

    `answers` maps a step's name to the values of its form. Resumable from a mailed link until `expires_at`; a journey that
    ended in a signature keeps only the link to it.
    """

    key = models.UUIDField(unique=True)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    email = models.EmailField(blank=True)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.key)


class SignatureQuerySet(models.QuerySet["Signature"]):
    def standing(self) -> "SignatureQuerySet":
        """Confirmed, and neither withdrawn nor invalidated."""
        return self.filter(confirmed_at__isnull=False, withdrawn_at=None, invalidated_at=None)

    def pending(self, at: datetime) -> "SignatureQuerySet":
        """Neither confirmed nor closed, and not run out."""
        return self.filter(confirmed_at=None, withdrawn_at=None, invalidated_at=None).filter(
            Q(mail_confirmed_at__isnull=False) | Q(expires_at__gt=at)
        )

    def expired(self, at: datetime) -> "SignatureQuerySet":
        """Never confirmed by its mail in time."""
        return self.filter(confirmed_at=None, mail_confirmed_at=None, withdrawn_at=None, invalidated_at=None, expires_at__lte=at)

    def to_check(self) -> "SignatureQuerySet":
        """Confirmed by mail, waiting for a coordinator."""
        return self.filter(
            needs_check=True, checked_at=None, mail_confirmed_at__isnull=False, withdrawn_at=None, invalidated_at=None
        )


class Signature(Versioned):
    """A partner's signature under one edition. Rows stay; what became of one is dated, never overwritten.

    `digest` is the SHA-256 of the edition's text, empty for a paper signature of a text that is not held. `reference` is
    its public code.
    """

    class Method(models.TextChoices):
        ONLINE = "online", "Online"
        PAPER = "paper", "On paper"

    reference = models.CharField(max_length=24, unique=True)
    journey = models.OneToOneField(SigningJourney, null=True, blank=True, on_delete=models.SET_NULL, related_name="signature")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="signatures")
    edition = models.ForeignKey(Edition, null=True, blank=True, on_delete=models.PROTECT, related_name="signatures")
    digest = models.CharField(max_length=64, blank=True)
    method = models.CharField(max_length=6, choices=Method, default=Method.ONLINE)
    signer = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="signatures")
    signer_name = models.CharField(max_length=120, blank=True)
    signer_role = models.CharField(max_length=120, blank=True)
    signer_email = models.EmailField(blank=True)
    authority = models.CharField(max_length=200)
    authority_on = models.DateField(null=True, blank=True)
    needs_check = models.BooleanField(default=False)
    signed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    mail_confirmed_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    withdrawn_reason = models.TextField(blank=True)
    invalidated_at = models.DateTimeField(null=True, blank=True)
    invalidated_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    invalidated_reason = models.TextField(blank=True)

    objects = SignatureQuerySet.as_manager()
    history = history()

    class Meta:
        ordering = ["-signed_at", "-pk"]
        indexes = [models.Index(fields=["edition", "-confirmed_at"], name="signatures_of_an_edition")]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "edition"],
                condition=Q(confirmed_at__isnull=False, withdrawn_at=None, invalidated_at=None, edition__isnull=False),
                name="one_standing_signature_of_an_edition",
            ),
            models.UniqueConstraint(
                fields=["partner"],
                condition=Q(confirmed_at__isnull=False, withdrawn_at=None, invalidated_at=None, edition=None),
                name="one_standing_signature_of_a_text_not_held",
            ),
            models.CheckConstraint(
                condition=Q(edition=None, digest="") | (Q(edition__isnull=False) & ~Q(digest="")),
                name="a_signature_of_an_edition_has_its_digest",
            ),
            models.CheckConstraint(condition=Q(edition__isnull=False) | Q(method="paper"), name="only_paper_signs_a_text_not_held"),
            models.CheckConstraint(condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""), name="a_withdrawal_has_a_reason"),
            models.CheckConstraint(
                condition=Q(invalidated_at=None) | ~Q(invalidated_reason=""), name="an_invalidation_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(confirmed_at__isnull=False, withdrawn_at__gte=F("confirmed_at")),
                name="only_a_confirmed_signature_is_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class MailedLink(models.Model):
    """A link that was mailed. Only the digest of its token is held; an action link is used once, by pressing its button."""

    class Purpose(models.TextChoices):
        CONFIRM = "confirm", "Confirm a signature"
        RESUME = "resume", "Go on with signing"
        INVITE = "invite", "Accept an invitation"

    purpose = models.CharField(max_length=8, choices=Purpose)
    token_digest = models.CharField(max_length=64, unique=True)
    signature = models.ForeignKey(Signature, null=True, blank=True, on_delete=models.CASCADE, related_name="links")
    journey = models.ForeignKey(SigningJourney, null=True, blank=True, on_delete=models.CASCADE, related_name="links")
    invitation = models.ForeignKey("signatories.Invitation", null=True, blank=True, on_delete=models.CASCADE, related_name="links")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose="confirm", signature__isnull=False, journey=None, invitation=None)
                | Q(purpose="resume", signature=None, journey__isnull=False, invitation=None)
                | Q(purpose="invite", signature=None, journey=None, invitation__isnull=False),
                name="a_link_is_about_what_its_purpose_says",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"


class SignatureEvent(models.Model):
    """One link of the chain: what happened to a signature, in the order in which it happened. Never changed or deleted.

    `facts` are public. What is personal (the signer's name and role) enters only as `personal_digest`, the SHA-256 of
    `salt` and the canonical JSON of it; erasing the person destroys the salt and leaves the digest, so the chain holds.
    `link` is the SHA-256 of the previous link, the canonical facts and the personal digest.
    """

    class Kind(models.TextChoices):
        CONFIRMED = "confirmed", "Confirmed"
        RECORDED = "recorded", "Recorded from paper"
        WITHDRAWN = "withdrawn", "Withdrawn"
        INVALIDATED = "invalidated", "Invalidated"
        MERGED = "merged", "Partner merged"
        ERASED = "erased", "Personal words erased"

    position = models.PositiveBigIntegerField(unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    at = models.DateTimeField()
    signature = models.ForeignKey(Signature, on_delete=models.PROTECT, related_name="events")
    facts = models.JSONField()
    salt = models.CharField(max_length=64, blank=True)
    personal_digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    link = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.position} {self.kind}"


class ChainHead(models.Model):
    """The last link as it was published on a day: with it, nobody can quietly write the chain anew."""

    on = models.DateField(unique=True)
    position = models.PositiveBigIntegerField()
    link = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["-on"]

    def __str__(self) -> str:
        return f"{self.on} {self.link[:12]}"
