"""Undefined template variables fail, mail goes nowhere, no page survives its test."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template import engines
from django.template.base import Node

OURS = str(Path(settings.BASE_DIR) / "templates")


class UndefinedVariable(Exception):
    """A template of ours names something that its view did not give it."""


def _origin() -> str:
    """The file of the template node that is being rendered: the nearest one up the stack."""
    frame: Any = sys._getframe(2)
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node):
            origin = getattr(node, "origin", None)
            if origin is not None and origin.name:
                return str(origin.name)
        frame = frame.f_back
    return ""


class Undefined(str):
    """Stands in for `string_if_invalid`: raises inside our templates, is empty in those of Django and of libraries."""

    # Not empty: Django passes over a value that is false.
    def __contains__(self, key: object) -> bool:
        return key == "%s"

    def __mod__(self, name: Any) -> str:
        origin = _origin()
        if origin.startswith(OURS):
            raise UndefinedVariable(f"{Path(origin).relative_to(OURS)} uses {name}, which is not defined there.")
        return ""


@pytest.fixture(autouse=True)
def _undefined_variables_fail(request: pytest.FixtureRequest) -> Iterator[None]:
    engine = engines["django"].engine
    if request.node.get_closest_marker("undefined_ok"):
        yield
        return
    before, engine.string_if_invalid = engine.string_if_invalid, Undefined("undefined")
    yield
    engine.string_if_invalid = before


@pytest.fixture(autouse=True)
def _nothing_kept_between_tests() -> Iterator[None]:
    """What the process keeps in memory belongs to rows that a test's end takes back."""
    from compact_portal.pages import parts, store
    from compact_portal.site import context
    from undertakings.queries import jargon

    def forget() -> None:
        parts.clear()
        store.clear()
        context._names.clear()
        jargon.forget()

    forget()
    yield
    forget()


@pytest.fixture(autouse=True)
def _files_of_its_own(settings: Any, tmp_path: Path) -> None:
    """Uploads and mail files of a test lie in its own folder."""
    settings.MEDIA_ROOT = str(tmp_path / "uploads")
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
