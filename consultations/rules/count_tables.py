"""A question's counts as the public may read them: none below five, and none that the others would give away.

Where each who answered chose one of them, the counts add up to a number that can be known. What is hidden could then be
worked out from what is shown, so as many are hidden that together they come to five or more.
"""

from collections.abc import Sequence

from consultations.rules.small_counts import LEAST_SHOWN, shown_count


def shown_counts(counts: Sequence[int], *, exclusive: bool) -> list[int | None]:
    """Each count or None. `exclusive`: everybody chose one at most, so that they add up to who answered."""
    shown = [shown_count(count) for count in counts]
    if not exclusive or None not in shown:
        return shown
    hidden = sum(count for count, seen in zip(counts, shown, strict=True) if seen is None)
    for place in sorted(range(len(counts)), key=lambda place: (counts[place], place)):
        if hidden >= LEAST_SHOWN:
            break
        if shown[place]:
            shown[place] = None
            hidden += counts[place]
    return shown


def shown_total(counts: Sequence[int], *, exclusive: bool) -> int | None:
    """How many answered a question of which these are all the counts; None where it would be below five, or is not known."""
    return shown_count(sum(counts)) if exclusive else None
