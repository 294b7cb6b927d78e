"""What searches ask of documents, read once for all of them (compact_portal/pages/parts.py)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from compact_portal.lib.folding import tokens
from compact_portal.pages.parts import kept_each
from compact_portal.search.models import Document
from compact_portal.search.rules import Part, Text, Wanted, marked, read, read_for_snippet, snippet


class Shown(NamedTuple):
    """What a result shows of a document."""

    kind: str
    key: str
    url: str
    title: Text
    texts: tuple[Text, Text]


@dataclass(frozen=True, slots=True)
class Result:
    """One document found. `title_parts` and `snippet` are runs of plain text, marked where they were searched for."""

    kind: str
    key: str
    title: str
    url: str
    title_parts: tuple[Part, ...]
    snippet: tuple[Part, ...]


def results_of(numbers: Sequence[int], wanted: Wanted) -> tuple[Result, ...]:
    """Return what results show of documents, marked by what was asked for, in the order of their numbers."""
    documents = shown_of(numbers)
    return tuple(
        Result(
            kind=document.kind,
            key=document.key,
            title=document.title.words,
            url=document.url,
            title_parts=marked(document.title, wanted),
            snippet=snippet(document.texts, wanted),
        )
        for document in (documents[number] for number in numbers if number in documents)
    )


@kept_each
def titles_of(numbers: list[int]) -> dict[int, tuple[str, str]]:
    """Return the folded words of each document's title, each with a space on both sides; and its key."""
    rows = Document.objects.filter(pk__in=numbers).values_list("pk", "title", "key")
    return {number: (f" {' '.join(tokens(title))} ", key) for number, title, key in rows}


@kept_each
def shown_of(numbers: list[int]) -> dict[int, Shown]:
    """Return what results show of documents, as far as they are there."""
    rows = Document.objects.filter(pk__in=numbers).values_list("pk", "kind", "key", "url", "title", "summary", "body")
    return {
        number: Shown(kind, key, url, read(title), (read_for_snippet(summary), read_for_snippet(body)))
        for number, kind, key, url, title, summary, body in rows
    }
