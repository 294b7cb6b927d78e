"""Which partner a table means: by its number, by exactly its name, or by a name that is nearly the same."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from compact_portal.lib.folding import fold
from compact_portal.lib.likeness import alike
from signatories.models import Identifier, Partner

STEP = 500
MOST_ALIKE = 3
# Words that more partners share than this say too little to look for a name by.
_MANY = 500


def in_steps(values: Iterable[Any]) -> Iterator[list[Any]]:
    """The different values in order, a few hundred at a time, for conditions that name each."""
    rest = sorted(set(values))
    for start in range(0, len(rest), STEP):
        yield rest[start : start + STEP]


def standing_for(partner: Partner) -> Partner:
    """The partner itself, or the one that it was merged into."""
    return standing_for(partner.merged_into) if partner.merged_into else partner


def by_number(numbers: Iterable[str]) -> dict[str, Partner]:
    """The partners that have these identifiers, in their one spelling."""
    held = (
        one
        for step in in_steps(numbers)
        for one in Identifier.objects.filter(value__in=step).select_related("partner", "partner__merged_into")
    )
    return {one.value: standing_for(one.partner) for one in held}


def by_name(names: Iterable[str]) -> dict[str, list[Partner]]:
    """The partners that are called exactly so, by the folded name."""
    found: dict[str, dict[int, Partner]] = defaultdict(dict)
    for step in in_steps(fold(name)[:210] for name in names):
        for partner in Partner.objects.filter(name_key__in=step).select_related("merged_into"):
            standing = standing_for(partner)
            found[partner.name_key][standing.pk] = standing
    return {key: list(partners.values()) for key, partners in found.items()}


def called_alike(names: Collection[str]) -> dict[str, list[tuple[int, str]]]:
    """For each of the names, the listed partners that are called nearly the same, the nearest first, as number and name.

    Looked for only among names that share a rare word.
    """
    if not names:
        return {}
    keys: dict[int, str] = {}
    sharing: dict[str, list[int]] = defaultdict(list)
    shown: dict[int, str] = {}
    for number, name, key in Partner.objects.listed().values_list("pk", "name", "name_key").iterator(chunk_size=5_000):
        keys[number], shown[number] = key, name
        for part in _parts(key):
            sharing[part].append(number)
    found = {}
    for name in dict.fromkeys(names):
        rare = sorted((len(sharing[part]), part) for part in _parts(fold(name)))
        near = {number for count, part in rare[:3] if count <= _MANY for number in sharing[part]}
        numbers = alike(name, ((number, keys[number]) for number in near), most=MOST_ALIKE)
        found[name] = [(number, shown[number]) for number in numbers]
    return found


def _parts(key: str) -> set[str]:
    """The beginnings of the words of a folded name: they find it again where the end of a word is misspelt."""
    return {word[:4] for word in key.split() if len(word) > 2}
