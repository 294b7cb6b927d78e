"""Which answers may be shown: the rule of one, and the same for many in the database."""

from django.db.models import QuerySet

from consultations.models import Consultation, Response
from consultations.rules.publishing import ResponseFacts


def facts_of(row: Response) -> ResponseFacts:
    """A response as the rules see it."""
    return ResponseFacts(
        may_publish=row.may_publish,
        is_confidential=row.is_confidential,
        is_late=row.is_late,
        withdrawn=row.withdrawn_at is not None,
        published=row.published_at is not None,
    )


def publishable(consultation: Consultation) -> QuerySet[Response]:
    """Of a closed consultation, what `may_be_published` allows and no officer took back."""
    rows = Response.objects.standing().filter(consultation=consultation, may_publish=True, is_confidential=False)
    return rows.filter(published_at=None, withheld_reason="")
