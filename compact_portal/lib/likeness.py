"""Names that are nearly the same: what somebody should look at before a second entry for one organisation is made."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from compact_portal.lib.folding import fold

LIKE = 80
"""From this score on, of 100, two names are shown side by side: "Tring Scouts" and "1st Tring Scout Group" score 81."""

# A first look at the whole names, which is fast, leaves so many for a second at the words that tell them apart.
_NEAR, _LOOKED_AT = 50, 300

# Words that say what kind of body it is, not which one: they neither join nor part two names.
_COMMON = frozenset(
    (
        "the", "a", "of", "and", "for", "in", "at", "ltd", "limited", "cic", "cio", "trust", "charity", "association",
        "society", "group", "club", "committee", "organisation",
    )
)  # fmt: skip
_MARKS = str.maketrans(dict.fromkeys("-/,()&", " ") | dict.fromkeys(".'\"", None))


def alike(name: str, known: Iterable[tuple[int, str]], *, most: int = 5) -> list[int]:
    """The keys of those known names that are nearly the same as `name`, the nearest first, `most` at most.

    `known` are pairs of a key and a folded name (folding.fold). The order of words, typing errors and the words that only
    say what kind of body it is count for little. 100,000 names take about a tenth of a second.
    """
    folded = fold(name)
    wanted = _bare(folded)
    if not wanted:
        return []
    rows = list(known)
    names = [each for _, each in rows]
    near = process.extract(folded, names, scorer=fuzz.token_sort_ratio, processor=None, score_cutoff=_NEAR, limit=_LOOKED_AT)
    bare = {rows[place][0]: _bare(rows[place][1]) for _, _, place in near}
    found = process.extract(wanted, bare, scorer=fuzz.token_sort_ratio, processor=None, score_cutoff=LIKE, limit=most)
    return [key for _, _, key in found]


def _bare(folded: str) -> str:
    """The name without the words that many names share; the whole name where nothing else is left."""
    words = folded.translate(_MARKS).split()
    return " ".join(word for word in words if word not in _COMMON) or folded
