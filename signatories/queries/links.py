"""Mailed links, found by their tokens, which are not held: only their digests are."""

import hashlib

from signatories.models import MailedLink


def digest_of(token: str) -> str:
    """What is held of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def link_of(token: str, *, purpose: str) -> MailedLink | None:
    """The link that a token belongs to, used or not."""
    about = ("signature__partner", "signature__edition", "signature__journey", "journey__edition", "invitation")
    return MailedLink.objects.select_related(*about).filter(purpose=purpose, token_digest=digest_of(token)).first()
