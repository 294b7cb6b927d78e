"""Measures for tests: each judges the links of the reference, by what their titles and the day say."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial

from compact_portal.audit.context import change
from compact_portal.lib.verdicts import Outcome, Verdict
from undertakings import evidence
from undertakings.evidence import Judged, PromiseMeasure, RecordLine
from undertakings.models import Link

KEY = "sample-measure"


def verdict_of(on: date, *, words: str, due: date) -> Verdict:
    """What a link is called is its outcome; "due kept" is not due up to the day before `due`, and kept from then on."""
    if words.startswith("due "):
        if on < due:
            return Verdict(Outcome.NOT_DUE, f"Due on {due}.", due - timedelta(days=1))
        words = words.removeprefix("due ")
    outcome = Outcome(words.split(" ")[0])
    return Verdict(outcome, f"{outcome.words.capitalize()}, it says.")


def facts(ids: Sequence[int] | None) -> Iterator[Judged]:
    """A link's address is "https://<agency>.invalid/<counts on>/<due>"; agency 0 is nobody."""
    rows = Link.objects.order_by("pk") if ids is None else Link.objects.filter(pk__in=ids).order_by("pk")
    for row in rows.filter(archived=False):
        _, _, host, counts_on, due = row.address.split("/")
        agency = int(host.removesuffix(".invalid")) or None
        judge = partial(verdict_of, words=row.title, due=date.fromisoformat(due))
        yield Judged(row.pk, agency, date.fromisoformat(counts_on), judge)


def lines(ids: Sequence[int]) -> dict[int, RecordLine]:
    return {
        pk: RecordLine(f"Record {title}", f"/contacts/#{pk}")
        for pk, title in Link.objects.filter(pk__in=ids).values_list("pk", "title")
    }


def a_measure(key: str = KEY) -> PromiseMeasure:
    return PromiseMeasure(
        key=key, question="Is each sample what it says?", source="a test", rule="The title is the outcome.",
        model="undertakings.Link", facts=facts, lines=lines, watches={"undertakings.Link": lambda row: [row.pk]},
        thresholds=["sample-rule"],
    )  # fmt: skip


def offered(key: str = KEY) -> Iterator[PromiseMeasure]:
    """The measure while a test runs."""
    measure = a_measure(key)
    evidence.register(measure)
    yield measure
    evidence.unregister(key)


def address(agency: int, counts_on: date, due: date) -> str:
    return f"https://{agency}.invalid/{counts_on}/{due}"


def add(words: str, *, agency: int = 0, counts_on: date = date(2026, 5, 1), due: date = date(2027, 1, 1)) -> Link:
    """A record, written as the portal writes."""
    with change(by=None, why="A test"):
        return Link.objects.create(title=words, address=address(agency, counts_on, due), position=1)


def save(link: Link, **values: object) -> None:
    with change(by=None, why="A test"):
        for name, value in values.items():
            setattr(link, name, value)
        link.save()
