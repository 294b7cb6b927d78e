"""Pieces that lists of every app show in each of their states, set as HTML once; and pages around a large one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from compact_portal.pages.parts import kept, kept_each

# Stands in a page until the large part takes its place: a character that Unicode keeps out of every text.
_HERE = mark_safe("\ufdd0")


def render_around(request: HttpRequest, template: str, name: str, part: bytes, context: Mapping[str, Any]) -> HttpResponse:
    """Render a page around a large part of HTML, which the template knows by its name.

    A template copies what it holds once for each block and each file that it extends, and then the whole into bytes: of half
    a megabyte that takes three times as long as all the rest of the page.
    """
    response = render(request, template, {**context, name: _HERE})
    response.content = response.content.replace(_HERE.encode(), part, 1)
    return response


def options(choices: Mapping[str, str], *, chosen: str, every: str = "all") -> SafeString:
    """The options of a select; the first of them, `every`, asks for all ("": there is none)."""
    return _options(tuple(choices.items()), chosen, every)


@kept
def _options(choices: tuple[tuple[str, str], ...], chosen: str, every: str) -> SafeString:
    return render_to_string("pages/_options.html", {"choices": choices, "chosen": chosen, "every": every})


@dataclass(frozen=True, slots=True)
class Seek:
    """What a list can be asked for: its address, what is in it, the label of the words that are looked for; then each choice as
    its parameter, its label and the options of its select; then parameters that go on unseen, with their values."""

    here: str
    about: str
    label: str
    choices: tuple[tuple[str, str, SafeString], ...]
    hidden: tuple[tuple[str, str], ...] = ()


def seek(seek: Seek, *, words: str) -> SafeString:
    """The form above a list. One with words is not kept: what people look for is without end."""
    return _form(seek, words) if words else _forms([seek])[seek]


@kept_each
def _forms(seeks: list[Seek]) -> dict[Seek, SafeString]:
    return {one: _form(one, "") for one in seeks}


def _form(seek: Seek, words: str) -> SafeString:
    return render_to_string("pages/_seek.html", {"seek": seek, "words": words})


def columns(said: Mapping[str, str]) -> SafeString:
    """What each column of a table to take away says."""
    return _columns(tuple(said.items()))


@kept
def _columns(said: tuple[tuple[str, str], ...]) -> SafeString:
    return render_to_string("pages/_columns.html", {"columns": said})
