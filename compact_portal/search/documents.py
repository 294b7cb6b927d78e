"""What searches ask of documents, read once for all of them (compact_portal/pages/parts.py)."""

from typing import NamedTuple

from compact_portal.lib.folding import tokens
from compact_portal.pages.parts import kept_each
from compact_portal.search.models import Document
from compact_portal.search.rules import Text, read, read_for_snippet


class Shown(NamedTuple):
    """What a result shows of a document."""

    kind: str
    key: str
    url: str
    title: Text
    texts: tuple[Text, Text]


@kept_each
def titles_of(numbers: list[int]) -> dict[int, str]:
    """Return the folded words of each document's title, each with a space on both sides."""
    rows = Document.objects.filter(pk__in=numbers).values_list("pk", "title")
    return {number: f" {' '.join(tokens(title))} " for number, title in rows}


@kept_each
def shown_of(numbers: list[int]) -> dict[int, Shown]:
    """Return what results show of documents, as far as they are there."""
    rows = Document.objects.filter(pk__in=numbers).values_list("pk", "kind", "key", "url", "title", "summary", "body")
    return {
        number: Shown(kind, key, url, read(title), (read_for_snippet(summary), read_for_snippet(body)))
        for number, kind, key, url, title, summary, body in rows
    }
