"""The name in which mail is sent. This app knows no compact, so the one that does says it when the portal starts."""

from collections.abc import Callable
from email.utils import formataddr, parseaddr

from django.conf import settings

_source: Callable[[], str] = lambda: "Compact Portal"  # noqa: E731  it is replaced, never called by a name of its own


def named_by(source: Callable[[], str]) -> None:
    """Take the sender's name from `source`, which is asked for each mail."""
    global _source
    _source = source


def name() -> str:
    """The name of the compact, on one line."""
    return " ".join(_source().split())


def from_header() -> str:
    """The From line: the address that PORTAL_FROM gives, with the compact's name unless PORTAL_FROM has one."""
    given, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((given or name(), address))
