"""What the text's own records show: the codes of practice that the compact asks for."""

from collections.abc import Iterator, Sequence
from functools import partial

from django.db.models import Min
from django.urls import reverse

from compact_portal.lib.dates import london_day
from undertakings import open_data
from undertakings.evidence import Judged, PromiseMeasure, RecordLine, register
from undertakings.models import CodeOfPractice
from undertakings.open_data import Entry
from undertakings.queries.evidence_data import FIGURE_COLUMNS
from undertakings.rules import code_verdict


def code_facts(ids: Sequence[int] | None) -> Iterator[Judged]:
    """Each code of practice; it counts in the year in which it was first listed here."""
    codes = CodeOfPractice.objects.order_by("pk")
    listed = CodeOfPractice.history.order_by().values("id").annotate(first=Min("history_date"))
    if ids is not None:
        codes, listed = codes.filter(pk__in=ids), listed.filter(id__in=ids)
    since = {row["id"]: london_day(row["first"]) for row in listed}
    for code in codes.values("pk", "standing"):
        if code["pk"] in since:
            published = code["standing"] == CodeOfPractice.Standing.PUBLISHED
            yield Judged(code["pk"], None, since[code["pk"]], partial(code_verdict, published=published))


def code_lines(ids: Sequence[int]) -> dict[int, RecordLine]:
    """Each code at its place in the list of them."""
    page = reverse("undertakings:code_list")
    rows = CodeOfPractice.objects.filter(pk__in=ids).values_list("pk", "slug", "title")
    return {pk: RecordLine(title, f"{page}#code-{slug}") for pk, slug, title in rows}


CODES_IN_PLACE = PromiseMeasure(
    key="codes-in-place",
    question="Are the planned codes of practice in place?",
    source="the compact",
    rule="A code of practice is in place when it is published. One that is planned is not due: the compact sets no day for it.",
    model="undertakings.CodeOfPractice",
    facts=code_facts,
    lines=code_lines,
    watches={"undertakings.CodeOfPractice": lambda row: [row.pk]},
)

OPEN_DATA = (
    Entry(
        "The compact",
        "The edition in force: as Markdown, byte for byte what was published, and as JSON, item by item.",
        (("Markdown", "undertakings:open_compact_text"), ("JSON", "undertakings:open_compact_json")),
        place=10,
    ),
    Entry(
        "The jargon buster",
        "Every term with its meaning.",
        (("CSV", "undertakings:open_jargon_csv"),),
        place=20,
    ),
    Entry(
        "Evidence",
        "The figures of every measure, year by year, as they hold today. Add ?year=2026-27 for one year. The records behind a "
        "measure are a download on its own page.",
        (("CSV", "undertakings:open_evidence_csv"), ("JSON", "undertakings:open_evidence_json")),
        FIGURE_COLUMNS,
        place=40,
    ),
)


def offer() -> None:
    """Register what this app measures, and its open data."""
    register(CODES_IN_PLACE)
    for entry in OPEN_DATA:
        open_data.register(entry)
