"""Invitations: a person is asked to take a part in a partner."""

from django.db import models
from django.db.models import Q

from compact_portal.audit.models import Versioned, history
from signatories.models.partners import Partner
from signatories.models.people import Membership, Person


class Invitation(Versioned):
    """An address is asked to take a role in a partner. Accepted by the mailed link's button, once; else it runs out."""

    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="invitations")
    role = models.CharField(max_length=12, choices=Membership.Role)
    job_title = models.CharField(max_length=120, blank=True)
    invited_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    history = history()

    class Meta:
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["email", "partner", "role"],
                condition=Q(accepted_at=None, cancelled_at=None),
                name="one_open_invitation_to_a_role",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(cancelled_at=None), name="an_invitation_is_accepted_or_cancelled_not_both"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.partner_id}"
