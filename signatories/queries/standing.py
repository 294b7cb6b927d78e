"""What is kept of a partner's standing, as it follows from its signatures."""

from collections.abc import Iterable

from compact_portal.lib.dates import london_day
from signatories.models import Partner, Signature
from signatories.rules.directory import stands

KEPT = ("name_key", "signed_edition", "signed_on", "withdrawn_on", "stands")


def standing_columns(partner: Partner) -> dict[str, object]:
    """What a partner's kept columns have to say: of its signatures the standing one of the newest edition, else the day on
    which the last one was withdrawn. A paper signature of a text that is not held counts as older than any edition."""
    return kept_of(partner, partner.signatures.all())


def kept_of(partner: Partner, signatures: Iterable[Signature]) -> dict[str, object]:
    """The same from all signatures of a partner, which need not be in the database yet."""
    known = list(signatures)
    standing = [one for one in known if one.confirmed_at and not one.withdrawn_at and not one.invalidated_at]
    latest = max(standing, key=_age, default=None)
    withdrawn = max((one.withdrawn_at for one in known if one.withdrawn_at), default=None) if latest is None else None
    edition = latest.edition if latest else None
    return {
        "name_key": partner.key_of_name(),
        "signed_edition": edition,
        "signed_on": london_day(latest.confirmed_at) if latest and latest.confirmed_at else None,
        "withdrawn_on": london_day(withdrawn) if withdrawn else None,
        "stands": stands(edition=edition.pk if edition else None, signed=latest is not None, withdrawn=withdrawn is not None),
    }


def _age(signature: Signature) -> tuple[bool, object, object]:
    edition = signature.edition
    return (edition is not None, (edition.published_on, edition.pk) if edition else None, signature.confirmed_at)
