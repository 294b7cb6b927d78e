"""Who may reply beside a figure."""

from compact_portal.lib.permits import ALLOWED, Permit, refused


def reply_permit(*, listed: bool, concerned: bool, stands: bool) -> Permit:
    """Whether a partner may put a reply beside a figure: `stands` says that one of its own stands there already.

    Source: issue "Live evidence on every undertaking", right of reply.
    """
    if not listed:
        return refused("The public does not see this organisation yet, so nobody would know who replies.")
    if not concerned:
        return refused("This figure counts no record of your organisation, and shows no undertaking that binds it.")
    if stands:
        return refused("A reply of your organisation stands beside this figure. Withdraw it first, then write a new one.")
    return ALLOWED


def concerns(*, counted: bool, bound_sectors: frozenset[str], sector: str) -> bool:
    """Whether a figure concerns a partner: it counts the partner's records, or shows what binds the partner's sector."""
    return counted or sector in bound_sectors
