"""People, and who may do what for whom, from when until when."""

from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from compact_portal.audit.models import Versioned, history
from compact_portal.lib.permits import Permit
from signatories.models.partners import Partner


def normal_email(email: str) -> str:
    """One spelling of an address: no spaces around it, all in small letters."""
    return email.strip().lower()


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, name: str = "", **extra: Any) -> "Person":
        """A person who can sign in by mailed code; nobody has a password."""
        person = self.model(email=normal_email(email), name=name.strip(), **extra)
        person.set_unusable_password()
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email=normal_email(username or ""))


class Person(AbstractBaseUser):
    """Somebody who can sign in. What they may do stands on their memberships, never here."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = PersonManager()
    history = history(excluded_fields=["password", "last_login"])

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name_plural = "people"
        constraints = [models.CheckConstraint(condition=Q(email=Lower("email")), name="email_is_normal")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return str(self)

    def get_full_name(self) -> str:
        return str(self)

    def permit(self, permission: str, partner: "Partner | None" = None) -> Permit:
        """Whether this person may do a named thing today, for a partner where it is a partner's, and if not, why.

        Apps below this one ask through here, since they do not know who grants.
        """
        from signatories.permissions import may

        return may(self, permission, partner)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """What Django asks: the same without the reason."""
        return bool(self.permit(perm, obj))

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff

    @property
    def is_staff(self) -> bool:
        """What Django's admin asks: coordinators only, and the admin itself asks for the second factor as well."""
        return self.has_perm("admin.open")


class DatedQuerySet(models.QuerySet[Any]):
    def on(self, day: date) -> "DatedQuerySet":
        """Those that hold on the day: both ends are inclusive, no end is open."""
        return self.filter(from_on__lte=day).filter(Q(until_on=None) | Q(until_on__gte=day))


class Membership(Versioned):
    """A person's part in a partner, for a time."""

    class Role(models.TextChoices):
        SIGNATORY = "signatory", "Signatory"
        CONTRIBUTOR = "contributor", "Contributor"
        OFFICER = "officer", "Officer"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role)
    job_title = models.CharField(max_length=120, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()
    history = history()

    class Meta:
        ordering = ["from_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="membership_days_in_order"),
            models.UniqueConstraint(
                fields=["person", "partner", "role"], condition=Q(until_on=None), name="one_open_membership_of_a_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} of {self.partner_id}"


class Coordination(Versioned):
    """A person coordinates the compact, for a time."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="coordinations")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()
    history = history()

    class Meta:
        ordering = ["from_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="coordination_days_in_order"),
            models.UniqueConstraint(fields=["person"], condition=Q(until_on=None), name="one_open_coordination"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} coordinates"
