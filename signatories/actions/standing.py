"""Keep what the directory sorts, filters and finds by in step with a partner and its signatures."""

from signatories.actions.indexing import index_partner
from signatories.models import Partner
from signatories.queries.standing import standing_columns

__all__ = ["refresh_standing", "standing_columns"]


def refresh_standing(partner: Partner) -> None:
    """Write what is kept of a partner that the caller holds locked, and bring the search to it.

    Call it last in every change of a partner's row or of its signatures. Says nothing in its history where nothing of it
    changed.
    """
    values = standing_columns(partner)
    if any(getattr(partner, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(partner, name, value)
        partner.save()
    index_partner(partner)
