"""What the public reads of words of which some are taken out."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Covered:
    """Words that are not shown: from `start`, `length` characters of the original, and why."""

    start: int
    length: int
    reason: str


def shown_words(words: str, covered: Sequence[Covered]) -> str:
    """The words with each covered stretch replaced by its reason. Stretches that overlap are one, with both reasons once."""
    parts, at = [], 0
    for begin, end, reasons in _merged(words, covered):
        parts += [words[at:begin], f"[taken out: {'; '.join(reasons)}]"]
        at = end
    return "".join([*parts, words[at:]])


def _merged(words: str, covered: Sequence[Covered]) -> list[tuple[int, int, list[str]]]:
    found: list[tuple[int, int, list[str]]] = []
    for one in sorted(covered, key=lambda each: each.start):
        begin, end = min(one.start, len(words)), min(one.start + one.length, len(words))
        if begin == end:
            continue
        if found and begin < found[-1][1]:
            before = found[-1]
            reasons = before[2] if one.reason in before[2] else [*before[2], one.reason]
            found[-1] = (before[0], max(before[1], end), reasons)
        else:
            found.append((begin, end, [one.reason]))
    return found
