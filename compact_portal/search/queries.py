"""Finding: all words of a query first, any of them where nothing has all; the best first.

Every search costs the same few statements however much is indexed. Each reads the front of an index: of each word the
documents of which it says most, in that order.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from operator import attrgetter
from typing import NamedTuple

from django.db import connection

from compact_portal.lib.folding import clean, stem
from compact_portal.pages.parts import kept_each
from compact_portal.search.documents import Result, results_of, titles_of
from compact_portal.search.models import Posting
from compact_portal.search.rules import (
    SHORTEST_PREFIX,
    QueryWord,
    Wanted,
    errors_forgiven,
    query_words,
    rarity,
)
from compact_portal.search.vocabulary import Vocabulary, current

MOST_RESULTS = 200
"""So many documents are ranked for a query; the last page ends there."""

# Bounds of one search. A word is rare or frequent: beyond so many documents it does not matter how frequent.
_COUNTED = 1_000
_PREFIXES_SEEN = 48
_PREFIXES_KEPT = 16
_FORMS_KEPT = 8
_NEAR = 8
_CORRECTED = 5
_MOST_HELD = _COUNTED  # from so many postings of the words of one search on, the database looks for the best
_CHECKED_IN_DATABASE = 5
_ANY_OF = 8
# How much a document is found by another form of the word, or by its beginning, in hundredths of the word itself.
_AS_WRITTEN, _SAME_STEM, _BEGINNING = 100, 80, 60
_WHOLE_TITLE, _IN_TITLE = 3.0, 1.5

_CURSOR = re.compile(r"(\d{1,15})-(\d{1,18})")


@dataclass(frozen=True, slots=True)
class Found:
    """A page of results.

    `corrected` is the query as it was searched, where words of it were taken for typing errors; `every_word` is False
    where nothing has all the words and the results have some; `more` says whether `after` leads to another page.
    """

    results: tuple[Result, ...] = ()
    corrected: str | None = None
    every_word: bool = True
    more: bool = False
    after: str = ""


@dataclass(frozen=True, slots=True)
class Ranked:
    """The keys of the documents found, best first, for a list that has rows of its own to show; the rest as in Found."""

    keys: tuple[str, ...] = ()
    corrected: str | None = None
    every_word: bool = True
    more: bool = False


@dataclass(slots=True)
class _Group:
    """A word of the query and the words of the index that stand for it, each with its share in hundredths."""

    word: QueryWord
    shares: dict[int, int] = field(default_factory=dict)
    documents: int = 0
    correction: str = ""

    @property
    def rarity(self) -> float:
        return rarity(self.documents, _COUNTED)

    def weight(self, share: int) -> int:
        """What a word with this share weighs, as a whole number that both the database and this process count with."""
        return round(share * self.rarity * 10)


def find(text: str, *, kinds: Collection[str] | None = None, limit: int = 20, after: str | None = None) -> Found:
    """Return the documents that `text` asks for, best first, `limit` at a time; `after` is that of the page before.

    `kinds` leaves the others out. Case, accents and word endings do not matter; the last word may be unfinished; typing
    errors are forgiven in words that no document has. Any text is a query, at worst without results.
    """
    asked = _asked(text, kinds)
    if asked is None:
        return Found()
    page, more = _page(asked.ordered, limit, after)
    last = asked.groups[-1]
    unfinished = last.word.end == len(asked.text) and len(last.word.token) >= SHORTEST_PREFIX and not last.correction
    return Found(
        results=results_of([place.document for place in page], _wanted(asked.groups, last.word.token if unfinished else "")),
        corrected=_corrected(asked.text, asked.groups),
        every_word=asked.every_word,
        more=more,
        after=f"{page[-1].score}-{page[-1].document}" if more else "",
    )


def find_keys(text: str, *, kinds: Collection[str], limit: int) -> Ranked:
    """Return the keys of the documents that `find` would show, and nothing of what these say."""
    asked = _asked(text, kinds)
    if asked is None:
        return Ranked()
    page, more = _page(asked.ordered, limit, None)
    return Ranked(tuple(place.key for place in page), _corrected(asked.text, asked.groups), asked.every_word, more)


class _Place(NamedTuple):
    """A document among those found."""

    score: int
    document: int
    key: str

    @property
    def order(self) -> tuple[int, int]:
        return -self.score, self.document


class _Asked(NamedTuple):
    """What was asked for, and every document that answers it, in order."""

    text: str
    groups: list[_Group]
    ordered: list[_Place]
    every_word: bool


def _asked(text: str, kinds: Collection[str] | None) -> _Asked | None:
    text = clean(text)
    words = query_words(text)
    if not words or (kinds is not None and not kinds):
        return None
    chosen = sorted({clean(kind) for kind in kinds}) if kinds is not None else []
    groups = _groups(words, current(), unfinished=words[-1].end == len(text))
    ranked, every_word = _ranked(groups, chosen)
    ordered = _with_titles(ranked, [group.correction or group.word.token for group in groups])
    return _Asked(text, groups, ordered, every_word)


def _groups(words: Sequence[QueryWord], vocabulary: Vocabulary, *, unfinished: bool) -> list[_Group]:
    groups = [_Group(word) for word in words]
    for group in groups:
        last = unfinished and group is groups[-1]
        group.shares = _shares(group.word.token, vocabulary, beginning=last)
    counts = _counts({number for group in groups for number in group.shares})
    for group in groups:
        _keep_living(group, counts)
    _correct([group for group in groups if not group.shares], vocabulary)
    return groups


def _shares(token: str, vocabulary: Vocabulary, *, beginning: bool) -> dict[int, int]:
    shares: dict[int, int] = {}
    if beginning and len(token) >= SHORTEST_PREFIX:
        longer = vocabulary.starting_with(token, _PREFIXES_SEEN)
        shares = {vocabulary.ids[word]: _BEGINNING for word in longer}
    same = vocabulary.by_stem.get(stem(token), ())[:_FORMS_KEPT]
    shares.update((vocabulary.ids[word], _SAME_STEM) for word in same)
    if token in vocabulary.ids:
        shares[vocabulary.ids[token]] = _AS_WRITTEN
    return shares


def _keep_living(group: _Group, counts: dict[int, int]) -> None:
    """Keep the words that some document has: the word itself, its other forms, then the most frequent beginnings."""
    living = [number for number in group.shares if counts.get(number)]
    living.sort(key=lambda number: (-group.shares[number], -counts[number], number))
    group.shares = {number: group.shares[number] for number in living[: _FORMS_KEPT + _PREFIXES_KEPT]}
    group.documents = sum(counts[number] for number in group.shares)


def _correct(groups: Sequence[_Group], vocabulary: Vocabulary) -> None:
    """Give each of `groups`, whose word no document has, the nearest word that one has; of those the most frequent."""
    near = {
        group.word.token: vocabulary.near(group.word.token, errors_forgiven(group.word.token), _NEAR)
        for group in groups[:_CORRECTED]
    }
    counts = _counts({vocabulary.ids[word] for candidates in near.values() for _, word in candidates})
    for group in groups:
        living = [
            (errors, -counts[vocabulary.ids[word]], word)
            for errors, word in near.get(group.word.token, ())
            if counts.get(vocabulary.ids[word])
        ]
        if living:
            _, frequency, group.correction = min(living)
            group.documents = -frequency
            group.shares = {
                vocabulary.ids[word]: _SAME_STEM for word in vocabulary.by_stem.get(stem(group.correction), ())[:_FORMS_KEPT]
            } | {vocabulary.ids[group.correction]: _AS_WRITTEN}


@kept_each
def _counts(numbers: list[int]) -> dict[int, int]:
    """Return in how many documents each word stands, counted up to _COUNTED."""
    if not numbers:
        return {}
    rows = _rows(
        "SELECT word.id, (SELECT COUNT(*) FROM (SELECT 1 AS one FROM search_posting posting"  # noqa: S608  numbers of ours
        f" WHERE posting.word_id = word.id LIMIT {_COUNTED}) counted)"
        f" FROM search_word word WHERE word.id IN ({_list(numbers)})"
    )
    return {number: count for number, count in rows}  # noqa: C416  dict() would not know that a row is a pair


Postings = dict[int, dict[int, tuple[int, str]]]


def _postings(groups: Sequence[_Group]) -> Postings | None:
    """Return all postings of the words of `groups`; None where they are so many that the database had better look at their best."""
    numbers = {number for group in groups for number in group.shares}
    counts = _counts(numbers)
    return _postings_of(numbers) if sum(counts.values()) < _MOST_HELD else None


@kept_each
def _postings_of(numbers: list[int]) -> Postings:
    """Return by word and document how much the word says of it, and of which kind it is; of each word the best first."""
    found: Postings = {number: {} for number in numbers}
    rows = Posting.objects.filter(word__in=numbers).order_by("word_id", "-impact", "document_id")
    for number, document, impact, kind in rows.values_list("word_id", "document_id", "impact", "kind"):
        found[number][document] = (impact, kind)
    return found


def _ranked(groups: Sequence[_Group], kinds: Sequence[str]) -> tuple[dict[int, float], bool]:
    """Return the score of each document that has every word, or of those that have some; and which it was."""
    living = sorted((group for group in groups if group.shares), key=lambda group: group.documents)
    if not living:
        return {}, len(groups) == 1
    postings = _postings(living)
    if len(living) == len(groups):
        best = _best(living[:1], living[1 : 1 + _CHECKED_IN_DATABASE], kinds, postings)
        scores = _scores(best, living, postings, every=True)
        if scores:
            return scores, True
    if len(groups) == 1:
        return {}, True
    return _scores(_best(living[:_ANY_OF], (), kinds, postings), living, postings, every=False), False


def _best(groups: Sequence[_Group], others: Sequence[_Group], kinds: Sequence[str], postings: Postings | None) -> Sequence[int]:
    """Return the documents of which the words of `groups` say most, that have a word of each of `others` too.

    At most MOST_RESULTS for a word, and in all.
    """
    if postings is None:
        return _best_in_database(groups, others, kinds)
    needed = [set[int]().union(*(postings[number] for number in group.shares)) for group in others]
    totals: Counter[int] = Counter()
    for group in groups:
        for number, share in group.shares.items():
            fitting = (
                (document, impact)
                for document, (impact, kind) in postings[number].items()
                if (not kinds or kind in kinds) and all(document in having for having in needed)
            )
            weight = group.weight(share)
            for document, impact in islice(fitting, MOST_RESULTS):
                totals[document] += impact * weight
    return sorted(totals, key=lambda document: (-totals[document], document))[:MOST_RESULTS]


def _best_in_database(groups: Sequence[_Group], others: Sequence[_Group], kinds: Sequence[str]) -> list[int]:
    tests = "".join(
        " AND EXISTS (SELECT 1 FROM search_posting other WHERE other.document_id = posting.document_id"  # noqa: S608  numbers of ours
        f" AND other.word_id IN ({_list(group.shares)}))"
        for group in others
    )
    if kinds:
        tests += f" AND posting.kind IN ({', '.join(['%s'] * len(kinds))})"
    # One branch a word: each reads the front of its own stretch of the index and stops.
    branches = [
        "SELECT * FROM (SELECT posting.document_id AS document_id,"  # noqa: S608  numbers of ours; kinds are passed
        f" CAST(posting.impact AS BIGINT) * {group.weight(share)} AS worth FROM search_posting posting"
        f" WHERE posting.word_id = {number:d}{tests}"
        f" ORDER BY posting.impact DESC, posting.document_id LIMIT {MOST_RESULTS}) best{place}_{number}"
        for place, group in enumerate(groups)
        for number, share in group.shares.items()
    ]
    sql = (
        f"SELECT document_id, SUM(worth) AS total FROM ({' UNION ALL '.join(branches)}) every"  # noqa: S608  as above
        f" GROUP BY document_id ORDER BY total DESC, document_id LIMIT {MOST_RESULTS}"
    )
    return [document for document, _ in _rows(sql, [kind for _ in branches for kind in kinds])]


def _scores(documents: Sequence[int], groups: Sequence[_Group], postings: Postings | None, *, every: bool) -> dict[int, float]:
    """Return the score of each document: what its words say, the rarer the more; with `every`, if it has them all."""
    if not documents:
        return {}
    said = _said(documents, {number for group in groups for number in group.shares}, postings)
    best = {document: [0] * len(groups) for document in documents}
    for place, group in enumerate(groups):
        for number, share in group.shares.items():
            for document, impact in said[number]:
                best[document][place] = max(best[document][place], impact * share)
    scores: dict[int, float] = {}
    for document, of_groups in best.items():
        values = [group.rarity * worth for group, worth in zip(groups, of_groups, strict=True)]
        if any(values) and (not every or all(values)):
            # A document that has more of the words comes before one that has a single word often.
            scores[document] = sum(values) * sum(map(bool, values)) / 100
    return scores


def _said(documents: Sequence[int], numbers: Collection[int], postings: Postings | None) -> dict[int, list[tuple[int, int]]]:
    """Return by word of which of the documents it says how much."""
    if postings is not None:
        wanted = set(documents)
        return {
            number: [(document, impact) for document, (impact, _) in postings[number].items() if document in wanted]
            for number in numbers
        }
    found: dict[int, list[tuple[int, int]]] = {number: [] for number in numbers}
    # Driven by the documents: SQLite, which keeps to the order of a CROSS JOIN, would else read all postings of a word.
    sql = (
        "SELECT posting.document_id, posting.word_id, posting.impact"  # noqa: S608  numbers of ours
        " FROM search_document document CROSS JOIN search_posting posting"
        f" WHERE document.id IN ({_list(documents)}) AND posting.document_id = document.id"
        f" AND posting.word_id IN ({_list(numbers)})"
    )
    for document, number, impact in _rows(sql):
        found[number].append((document, impact))
    return found


def _with_titles(scores: dict[int, float], asked: Sequence[str]) -> list[_Place]:
    """Return the documents in order; a title that is the query, or holds it word for word, goes up."""
    if not scores:
        return []
    ordered: list[_Place] = []
    wanted = f" {' '.join(asked)} "
    for number, (words, key) in titles_of(scores).items():
        lift = _WHOLE_TITLE if words == wanted else _IN_TITLE if wanted in words else 1.0
        ordered.append(_Place(round(scores[number] * lift), number, key))
    return sorted(ordered, key=attrgetter("order"))


def _page(ordered: Sequence[_Place], limit: int, after: str | None) -> tuple[Sequence[_Place], bool]:
    cursor = _CURSOR.fullmatch(after or "")
    if cursor:
        last = _Place(int(cursor[1]), int(cursor[2]), "").order
        ordered = [place for place in ordered if place.order > last]
    return ordered[:limit], len(ordered) > limit


def _wanted(groups: Sequence[_Group], prefix: str) -> Wanted:
    words = frozenset(group.correction or group.word.token for group in groups)
    return Wanted(words=words, stems=frozenset(map(stem, words)), prefix=prefix)


def _corrected(text: str, groups: Sequence[_Group]) -> str | None:
    if not any(group.correction for group in groups):
        return None
    parts: list[str] = []
    done = 0
    for group in sorted(groups, key=lambda group: group.word.start):
        if group.correction:
            typed = text[group.word.start : group.word.end]
            parts += (text[done : group.word.start], group.correction.upper() if typed.isupper() else group.correction)
            done = group.word.end
    return " ".join("".join((*parts, text[done:])).split())


def _list(numbers: Iterable[int]) -> str:
    return ", ".join(f"{number:d}" for number in numbers)


def _rows(sql: str, values: Sequence[str] = ()) -> list[tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))
        return list(cursor.fetchall())
