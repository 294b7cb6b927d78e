"""Pieces that lists of every app show in each of their states, set as HTML once."""

from collections.abc import Mapping

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from compact_portal.pages.parts import kept


def options(choices: Mapping[str, str], *, chosen: str, every: str = "all") -> SafeString:
    """The options of a select; the first of them, `every`, asks for all ("": there is none)."""
    return _options(tuple(choices.items()), chosen, every)


@kept
def _options(choices: tuple[tuple[str, str], ...], chosen: str, every: str) -> SafeString:
    return render_to_string("pages/_options.html", {"choices": choices, "chosen": chosen, "every": every})


def columns(said: Mapping[str, str]) -> SafeString:
    """What each column of a table to take away says."""
    return _columns(tuple(said.items()))


@kept
def _columns(said: tuple[tuple[str, str], ...]) -> SafeString:
    return render_to_string("pages/_columns.html", {"columns": said})
