"""What is searchable in a text, and how much a word says of the document in which it stands. Plain values only."""

import hashlib
import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from compact_portal.lib.folding import MAX_TOKEN, clean, spans, stem

MOST_QUERY_CHARACTERS = 2_000
MOST_QUERY_WORDS = 20
SHORTEST_PREFIX = 2
SHORTEST_CORRECTED = 4
TWO_ERRORS_FROM = 8
SNIPPET_CHARACTERS = 220
_LEAD = 60
_READ_FOR_SNIPPET = 20_000

# From which character to which.
Place = tuple[int, int]

_HYPHENS = frozenset("-‐‑")
_MOST_IMPACT = 1_000_000
# Goes into the digest of a document: raise it when the words or weights below change, and all is indexed anew.
_VERSION = "1"

# Too frequent to tell documents apart. In capitals ("IT", "WHO") they are short forms and are kept.
_STOP_WORDS = frozenset(
    {
        "a", "an", "and", "are", "as", "at", "be", "been", "by", "can", "do", "for", "from", "had", "has", "have",
        "he", "how", "i", "if", "in", "into", "is", "it", "its", "me", "my", "no", "not", "of", "on", "or", "our",
        "she", "so", "than", "that", "the", "their", "them", "then", "there", "they", "this", "to", "us", "was", "we",
        "were", "what", "when", "which", "who", "will", "with", "you", "your",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as it is handed to the index, all plain words.

    `key` is unique within its kind; `also` are words that find it as its title does and are not shown (short forms,
    other spellings); `weight` above 1 lifts it over its equals, below 1 lowers it.
    """

    key: str
    title: str
    url: str
    summary: str = ""
    body: str = ""
    also: tuple[str, ...] = ()
    weight: float = 1.0

    def digest(self) -> str:
        """Return the SHA-256 of all that the index makes of this entry, in hex."""
        parts = (_VERSION, self.key, self.title, self.url, self.summary, self.body, *self.also, repr(self.weight))
        return hashlib.sha256("\x00".join(clean(part) for part in parts).encode()).hexdigest()


class Part(NamedTuple):
    """A run of a title or snippet; `marked` where it is what was searched for."""

    text: str
    marked: bool


class QueryWord(NamedTuple):
    """A word of a query: the folded token and where it stands in the query (characters, end exclusive)."""

    token: str
    start: int
    end: int


def words_of(text: str) -> Iterator[str]:
    """Yield the folded words of `text` that are worth finding; the halves of a compound, and the compound in one."""
    before = (-1, "")
    shouting = text.isupper()
    for start, end, token in spans(text):
        if before[0] >= 0 and text[before[0] : start] in _HYPHENS:
            yield (before[1] + token)[:MAX_TOKEN]
        before = (end, token)
        if token not in _STOP_WORDS or (not shouting and _in_capitals(text[start:end])):
            yield token


def _in_capitals(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def impacts(entry: Entry) -> dict[str, int]:
    """Return how much each word of `entry` says of it, as whole numbers that compare across documents.

    A mention in the title says most, in the summary less, in the body least; a second mention adds less than the
    first; and each says less the longer the text is in which it stands.
    """
    titles = " \n".join((entry.title, *entry.also))
    total: Counter[str] = Counter()
    # What one mention weighs at most, and in how long a text (words) it weighs about half of that.
    for text, weight, long in ((titles, 800, 10), (entry.summary, 300, 60), (entry.body, 150, 300)):
        words = list(words_of(text))
        slowness = 0.4 + len(words) / long
        for word, times in Counter(words).items():
            total[word] += max(1, round(entry.weight * weight * times / (times + slowness)))
    return {word: min(impact, _MOST_IMPACT) for word, impact in total.items()}


def query_words(text: str) -> list[QueryWord]:
    """Return the words of a query, each once, the first MOST_QUERY_WORDS; stop words if it has no others."""
    text = text[:MOST_QUERY_CHARACTERS]
    every: dict[str, QueryWord] = {}
    for start, end, token in spans(text):
        every.setdefault(token, QueryWord(token, start, end))
    telling = [word for word in every.values() if word.token not in _STOP_WORDS or _in_capitals(text[word.start : word.end])]
    return (telling or list(every.values()))[:MOST_QUERY_WORDS]


def errors_forgiven(token: str) -> int:
    """Return how many typing errors a word may hold: none in short ones and in those with figures, two in long ones."""
    if len(token) < SHORTEST_CORRECTED or not token.isalpha():
        return 0
    return 2 if len(token) >= TWO_ERRORS_FROM else 1


def rarity(documents: int, most: int) -> float:
    """Return how much a word tells that stands in `documents` documents, of which no more than `most` were counted."""
    return math.log1p(most / max(1, documents))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be marked in results: whole words, stems, and the beginning of the word still being typed."""

    words: frozenset[str]
    stems: frozenset[str]
    prefix: str = ""

    def hits(self, text: "Text") -> list[Place]:
        """Return where the words of a text stand that are one of these, in order."""
        found: set[Place] = set()
        for one in self.stems:
            found.update(text.stems.get(one, ()))
        for word in self.words:
            found.update(text.tokens.get(word, ()))
        if self.prefix:
            for token in text.order[bisect_left(text.order, self.prefix) :]:
                if not token.startswith(self.prefix):
                    break
                found.update(text.tokens[token])
        return sorted(found)


class Text(NamedTuple):
    """A text with where its words stand: by stem, by the folded word itself, and those in order. Made once for all searches."""

    words: str
    stems: dict[str, list[Place]]
    tokens: dict[str, list[Place]]
    order: tuple[str, ...]


def read(words: str, *, most: int | None = None) -> Text:
    """Return a text with its words, of so many characters of it at most."""
    tokens: dict[str, list[Place]] = {}
    stems: dict[str, list[Place]] = {}
    for start, end, token in spans(words[:most]):
        tokens.setdefault(token, []).append((start, end))
    for token, places in tokens.items():
        stems.setdefault(stem(token), []).extend(places)
    return Text(words, stems, tokens, tuple(sorted(tokens)))


def read_for_snippet(words: str) -> Text:
    """Return a text as `snippet` takes it: nobody looks far into a long one."""
    return read(words, most=_READ_FOR_SNIPPET)


def marked(text: Text, wanted: Wanted) -> tuple[Part, ...]:
    """Return a text in parts, with the wanted words marked; joined they give the text."""
    return tuple(_parts(text.words, wanted.hits(text)))


def snippet(texts: Sequence[Text], wanted: Wanted) -> tuple[Part, ...]:
    """Return the piece of the first of `texts` that has a wanted word, around most of them; else the first one's start.

    About SNIPPET_CHARACTERS long, cut between words, with "…" where something is left out.
    """
    chosen, hits = next((text.words for text in texts if text.words), ""), []
    for text in texts:
        hits = wanted.hits(text)
        if hits:
            chosen = text.words
            break
    start, end = _window(chosen, hits)
    inside = [(a - start, b - start) for a, b in hits if start <= a and b <= end]
    parts = _parts(chosen[start:end], inside)
    if start:
        parts.insert(0, Part("… ", False))
    if end < len(chosen):
        parts.append(Part(" …", False))
    return tuple(parts)


def as_html(parts: Sequence[Part]) -> str:
    """Return the parts as HTML, the marked ones in `mark`."""
    return "".join(f"<mark>{escape(part.text)}</mark>" if part.marked else escape(part.text) for part in parts)


def _parts(text: str, hits: Sequence[tuple[int, int]]) -> list[Part]:
    parts: list[Part] = []
    done = 0
    for start, end in hits:
        if start > done:
            parts.append(Part(text[done:start], False))
        parts.append(Part(text[start:end], True))
        done = end
    if done < len(text):
        parts.append(Part(text[done:], False))
    return parts


def _window(text: str, hits: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return where the stretch of `text` that holds most hits begins and ends."""
    if len(text) <= SNIPPET_CHARACTERS:
        return 0, len(text)
    best, at, last = 0, 0, 0
    for first, (start, _) in enumerate(hits):
        last = max(last, first)
        while last < len(hits) and hits[last][1] <= start + SNIPPET_CHARACTERS - _LEAD:
            last += 1
        if last - first > best:
            best, at = last - first, start
    begin = max(0, at - _LEAD)
    if begin:
        space = text.find(" ", begin, at)
        begin = space + 1 if space >= 0 else at
    end = min(len(text), begin + SNIPPET_CHARACTERS)
    if end < len(text):
        space = text.rfind(" ", begin, end)
        end = space if space > at else end
    return begin, end
