"""Mailed links, found by their tokens, which are not held: only their digests are."""

from compact_portal.lib.tokens import token_digest
from signatories.models import MailedLink


def link_of(token: str, *, purpose: str) -> MailedLink | None:
    """The link that a token belongs to, used or not."""
    about = ("signature__partner", "signature__edition", "signature__journey", "journey__edition", "invitation")
    return MailedLink.objects.select_related(*about).filter(purpose=purpose, token_digest=token_digest(token)).first()
