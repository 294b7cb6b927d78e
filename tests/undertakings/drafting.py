"""Texts for the tests of the workspace, small enough to read, and what they look for on a page."""

from datetime import date
from html.parser import HTMLParser
from typing import Any

from compact_portal.lib.compact_text import read_compact
from undertakings.actions.publishing import publish
from undertakings.models import Edition

DAY = date(2026, 3, 2)


def text(edition: str = "First", *, words: str = "The LSP is asked.", standing: str = "adopted", more: str = "") -> str:
    return (
        f"---\ncompact: Small Compact\nplace: Smallplace\nedition: {edition}\nstanding: {standing}\n---\n"
        f"# Small Compact\n\n## Promises {{#statutory}}\n\n### Money {{#money}}\n\n- {words} {{#ask}}\n{more}"
    )


def published(edition: str = "First", **kwargs: Any) -> Edition:
    compact, faults = read_compact(text(edition, **kwargs).encode())
    assert compact, faults
    return publish(reading=compact, by=None, on=DAY)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def tags(response: Any, tag_: str, /, **attributes: str) -> list[dict[str, str | None]]:
    """The tags of a page with that name and those attributes; `class_` stands for class."""
    page = _Page()
    page.feed(response.content.decode())
    wanted = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
    return [attrs for tag, attrs in page.tags if tag == tag_ and all(attrs.get(key) == value for key, value in wanted.items())]


def hidden_version(response: Any) -> str:
    """The version that the form of a page carries."""
    return str(tags(response, "input", name="version", type="hidden")[0]["value"])


def words(response: Any) -> str:
    """The page without its tags, its blanks made single."""
    parts: list[str] = []
    parser = HTMLParser()
    parser.handle_data = parts.append  # type: ignore[method-assign]
    parser.feed(response.content.decode())
    return " ".join(" ".join(parts).split())
