"""Words made comparable: one spelling for what a reader would call the same word.

Search, look-ups of names and addresses, and comparison of what people typed all fold first, so that "CAFÉ", "Café" and
"cafe" meet on SQLite and on PostgreSQL alike: the database only ever compares the folded form.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

MAX_TOKEN = 64
"""A token is cut to this many characters; it bounds the columns that hold tokens."""

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
# What neither a page nor a database should be handed: PostgreSQL refuses NUL, nothing can encode a lone surrogate, and
# a bidi control can make a line read other than it is.
_UNSAFE = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{_BIDI}\ud800-\udfff]")

# One mark for each of the many; in front of NFKD, which would split some of them into a space and an accent.
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛ʹʻʼʽˈ′‵´`＇", "'"),
        **dict.fromkeys("“”„‟«»″‶＂", '"'),
        **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
        # Letters with a stroke or joined, which Unicode does not take apart.
        "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ħ": "h", "Ħ": "h", "ı": "i", "ð": "d", "Ð": "d",
        "þ": "th", "Þ": "th", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe",
    }
)  # fmt: skip

# Combining marks, vowel signs of Indic scripts and the invisible joiners belong to the word in which they stand.
_JOINED = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0dff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
_JOINED += "\ufe20-\ufe2f\u00ad\u200b-\u200d\u2060\ufeff"
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_JOINED}]|['’ʼ＇](?=[^\W_]))*")
_POSSESSIVE = re.compile(r"'s$")
_FOLDED_WORD = re.compile(r"[^\W_](?:[^\W_]|['\u0900-\u0dff])*")
_VOWEL = re.compile("[aeiouy]")


def clean(text: str) -> str:
    """Return `text` without NUL and other control characters, lone surrogates and bidi controls.

    Tab, line feed and carriage return stay, and so does everything that a person may want to write.
    """
    return _UNSAFE.sub("", text)


def fold(text: str) -> str:
    """Return `text` as it is compared: no case, no accents, one kind of quote and hyphen, single spaces between words.

    Folding twice changes nothing. NUL, lone surrogates, bidi controls and other invisible characters are gone; control
    characters that part words (tab, line ends) count as spaces.
    """
    if text.isascii():
        return " ".join(_UNSAFE.sub("", text.replace("`", "'")).casefold().split())
    plain = unicodedata.normalize("NFKD", clean(text).translate(_ALIKE).casefold())
    # Once more: case folding and decomposition each bring up characters that the first pass could not see.
    plain = unicodedata.normalize("NFKD", plain.translate(_ALIKE).casefold()).translate(_ALIKE)
    kept = (c for c in plain if not unicodedata.combining(c) and (c.isspace() or unicodedata.category(c)[0] != "C"))
    return " ".join("".join(kept).split())


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, token) for each word of `text` as it stands, in order.

    A token is the folded word without its possessive ("LSP’s" gives "lsp") and without apostrophes. A word that folds
    to several ("½") gives several tokens at one place.
    """
    for found in _WORD.finditer(text):
        for token in _tokens_of(found.group()):
            yield found.start(), found.end(), token


@lru_cache(maxsize=20_000)
def _tokens_of(word: str) -> tuple[str, ...]:
    parts = (_POSSESSIVE.sub("", part).replace("'", "") for part in _FOLDED_WORD.findall(fold(word)))
    return tuple(part[:MAX_TOKEN] for part in parts if part)


def tokens(text: str) -> list[str]:
    """Return the folded words of `text` in order, repeats included; each at most MAX_TOKEN characters long."""
    return [token for _, _, token in spans(text)]


# A stemmer keeps the word it works on in itself, so each thread has its own.
_stemmers = threading.local()


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the stem that a folded English word shares with its other forms: "consulted", "consulting" give "consult".

    The plural of a short form loses its s too ("lsps" gives "lsp"), which the English rules alone would keep.
    """
    if len(word) > 3 and word.endswith("s") and not _VOWEL.search(word):
        return word[:-1]
    if not hasattr(_stemmers, "english"):
        _stemmers.english = snowballstemmer.stemmer("english")
    return str(_stemmers.english.stemWord(word))
