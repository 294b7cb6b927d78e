"""How old somebody is who reads a text with ease, by the Automated Readability Index.

Source: Senter and Smith, "Automated Readability Index" (1967): 4.71 × characters a word + 0.5 × words a sentence − 21.43
gives a school year of the United States, which begins at the age of five to six. It needs no list of syllables, so
nothing is downloaded to work it out.
"""

import re

from compact_portal.lib.folding import clean

# A shorter text says too little about itself.
LEAST_WORDS = 30
# Beyond this age the number says no more than "very hard".
YOUNGEST, OLDEST = 5, 22

_WORD = re.compile(r"[^\W_](?:[^\W_]|['’-](?=[^\W_]))*")
# A full stop inside a number or an address ends nothing; the end of a line of a list does.
_END = re.compile(r"[.!?;:]+(?=\s|$)|\n\s*\n|\n(?=\s*(?:[-*•]|\d+[.)]))")


def reading_age(text: str) -> int | None:
    """The age in whole years, from YOUNGEST to OLDEST; None where there are too few words to tell."""
    words = _WORD.findall(clean(text))
    if len(words) < LEAST_WORDS:
        return None
    sentences = max(1, sum(bool(_WORD.search(part)) for part in _END.split(text)))
    characters = sum(sum(c.isalnum() for c in word) for word in words)
    grade = 4.71 * characters / len(words) + 0.5 * len(words) / sentences - 21.43
    return min(max(YOUNGEST, round(grade) + 5), OLDEST)
