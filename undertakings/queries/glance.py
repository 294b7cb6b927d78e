"""All the evidence in one look: a line for each figure, and how many undertakings stand how."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from undertakings.queries.shown import Shown
from undertakings.queries.text import SectionRow
from undertakings.rules import Standing, standing


@dataclass(frozen=True, slots=True)
class GlanceLine:
    """One figure of one undertaking."""

    number: str
    url: str
    question: str
    now: Shown


@dataclass(frozen=True, slots=True)
class Glance:
    """The lines in the order of the text, and (how many undertakings, how they stand) for each standing that there is."""

    lines: list[GlanceLine]
    counts: list[tuple[int, Standing]]


def at_a_glance(sections: Sequence[SectionRow]) -> Glance:
    """Sections of an outline with their evidence, in one look."""
    lines: list[GlanceLine] = []
    counts: Counter[Standing] = Counter()
    for section in _all(sections):
        for clause in section["clauses"]:
            evidence = clause["evidence"]
            measures = evidence["measures"] if evidence else []
            figures = [one.now.figure for one in measures]
            counts[standing(figures, is_waiting=bool(evidence and evidence["about"]))] += 1
            lines += [GlanceLine(clause["number"], f"#{clause['anchor']}", one.question, one.now) for one in measures]
    return Glance(lines, [(counts[one], one) for one in Standing if counts[one]])


def _all(sections: Sequence[SectionRow]) -> Iterator[SectionRow]:
    for section in sections:
        yield section
        yield from _all(section["themes"])
