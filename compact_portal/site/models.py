"""What people tell us about the site itself."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from compact_portal.audit.models import Versioned, history


class ProblemReport(Versioned):
    """A problem with a page. The e-mail address is optional and used only to answer.

    The whole report goes PORTAL_KEEP_REPORTS_DAYS after it was answered (manage.py apply_retention).
    """

    reference = models.CharField(max_length=24, unique=True)
    page = models.CharField(max_length=500, blank=True)
    words = models.TextField()
    email = models.EmailField(blank=True)
    # A field that people never see was filled in: probably a machine.
    automatic = models.BooleanField(default=False, db_default=False)
    token = models.UUIDField(unique=True)
    reported_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    answer = models.TextField(blank=True)

    history = history()

    class Meta:
        ordering = ["-reported_at", "-pk"]
        indexes = [models.Index(fields=["-reported_at", "-id"], name="problem_newest_first")]
        constraints = [
            models.CheckConstraint(condition=Q(closed_at=None) | ~Q(answer=""), name="a_closed_report_says_what_was_done")
        ]

    def __str__(self) -> str:
        return self.reference
