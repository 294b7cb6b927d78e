"""Tokens of mailed links: who has one may do what it is for, so only its digest is held."""

import hashlib
import secrets


def new_token() -> str:
    """A token that nobody guesses, fit for an address."""
    return secrets.token_urlsafe(32)


def token_digest(token: str) -> str:
    """What is held of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
