"""Writes to the index. Each is whole or not at all, and joins the transaction of the write that it follows."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import transaction

from compact_portal.lib.folding import clean, stem
from compact_portal.search.models import MAX_KEY, MAX_KIND, MAX_TITLE, MAX_URL, Change, Document, Posting, Word
from compact_portal.search.rules import Entry, impacts

_STEP = 500
_MANY_WORDS = 2_000
_CHANGES_KEPT = 1_000


@transaction.atomic
def index(*, kind: str, documents: Iterable[Entry]) -> int:
    """Make `documents` all that the index has of `kind`; return how many they are.

    What stayed the same is not written again, so this may be run as often as you like. Raises ValueError for a key that
    comes twice, is empty or too long, and for a kind or address that is too long; then nothing is changed.
    """
    _check(kind, MAX_KIND, "kind")
    held = {key: (pk, digest) for key, pk, digest in _rows(kind)}
    seen: set[str] = set()
    new_words = 0
    for step in _steps(documents):
        changed: list[Entry] = []
        for entry in step:
            if entry.key in seen:
                raise ValueError(f"The key {entry.key!r} comes twice among the documents of kind {kind!r}.")
            seen.add(entry.key)
            if held.get(entry.key, (0, ""))[1] != entry.digest():
                changed.append(entry)
        new_words += _replace(kind, changed, [held[entry.key][0] for entry in changed if entry.key in held])
    _delete([pk for key, (pk, _) in held.items() if key not in seen])
    _tell(new_words)
    return len(seen)


@transaction.atomic
def put(*, kind: str, document: Entry) -> None:
    """Add one document, or replace the one of the same kind and key. Raises ValueError as `index` does."""
    _check(kind, MAX_KIND, "kind")
    _check(document.key, MAX_KEY, "key")
    held = Document.objects.filter(kind=kind, key=document.key).values_list("pk", "digest").first()
    if held and held[1] == document.digest():
        return
    _tell(_replace(kind, [document], [held[0]] if held else []))


@transaction.atomic
def put_many(*, kind: str, documents: Iterable[Entry]) -> None:
    """The same for many, each key once; what else the index has of `kind` stays."""
    _check(kind, MAX_KIND, "kind")
    new_words = 0
    for step in _steps(documents):
        keys = [entry.key for entry in step]
        held = {key: (pk, digest) for key, pk, digest in _rows(kind, keys)}
        changed = [entry for entry in step if held.get(entry.key, (0, ""))[1] != entry.digest()]
        new_words += _replace(kind, changed, [held[entry.key][0] for entry in changed if entry.key in held])
    _tell(new_words)


@transaction.atomic
def remove(*, kind: str, key: str) -> None:
    """Take one document out of the index; one that is not there stays so. Raises ValueError as `index` does."""
    _check(kind, MAX_KIND, "kind")
    _check(key, MAX_KEY, "key")
    _delete(list(Document.objects.filter(kind=kind, key=key).values_list("pk", flat=True)))


def _rows(kind: str, keys: list[str] | None = None) -> Iterable[tuple[str, int, str]]:
    """What the index has of a kind, or of some keys of it: the key, the number and the digest of each document."""
    rows = Document.objects.filter(kind=kind)
    wanted = rows if keys is None else rows.filter(key__in=keys)
    return wanted.values_list("key", "pk", "digest").iterator(chunk_size=5_000)


def _steps(documents: Iterable[Entry]) -> Iterator[list[Entry]]:
    rest = iter(documents)
    while step := list(islice(rest, _STEP)):
        yield step


def _check(value: str, most: int, what: str) -> None:
    if not value or len(value) > most or clean(value) != value:
        raise ValueError(f"The {what} {value[:80]!r} is empty, over {most} characters long or holds control characters.")


def _replace(kind: str, entries: list[Entry], outdated: list[int]) -> int:
    """Write `entries` in place of the documents `outdated`; return how many words are new to the index."""
    for entry in entries:
        _check(entry.key, MAX_KEY, "key")
        _check(entry.url, MAX_URL, "address")
    _delete(outdated)
    documents = Document.objects.bulk_create(
        Document(
            kind=kind,
            key=entry.key,
            title=clean(entry.title)[:MAX_TITLE],
            summary=clean(entry.summary),
            body=clean(entry.body),
            url=entry.url,
            digest=entry.digest(),
        )
        for entry in entries
    )
    weights = [impacts(entry) for entry in entries]
    numbers, new = _numbers({word for words in weights for word in words})
    Posting.objects.bulk_create(
        (
            Posting(document_id=document.pk, word_id=numbers[word], kind=kind, impact=impact)
            for document, words in zip(documents, weights, strict=True)
            for word, impact in words.items()
        ),
        batch_size=_STEP,
    )
    return new


def _numbers(words: set[str]) -> tuple[dict[str, int], int]:
    """Return the number of each word, and how many had none before."""
    ordered = sorted(words)  # so that two writers cannot wait for each other crosswise
    numbers = _known(ordered)
    missing = [word for word in ordered if word not in numbers]
    if missing:
        # Another writer may be adding the same word: then its row is the one, and is found in the second look.
        Word.objects.bulk_create((Word(text=word, stem=stem(word)) for word in missing), ignore_conflicts=True)
        numbers |= _known(missing)
    return numbers, len(missing)


def _known(words: list[str]) -> dict[str, int]:
    known: dict[str, int] = {}
    for start in range(0, len(words), _STEP):
        known.update(Word.objects.filter(text__in=words[start : start + _STEP]).values_list("text", "pk"))
    return known


def _delete(numbers: list[int]) -> None:
    for start in range(0, len(numbers), _STEP):
        some = numbers[start : start + _STEP]
        Posting.objects.filter(document_id__in=some).delete()
        Document.objects.filter(pk__in=some).delete()


def _tell(new_words: int) -> None:
    """Let every process know, with this transaction, that the words it holds are behind."""
    if new_words:
        change = Change.objects.create(whole=new_words > _MANY_WORDS)
        Change.objects.filter(pk__lt=change.pk - _CHANGES_KEPT).delete()
