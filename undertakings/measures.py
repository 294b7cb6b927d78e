"""What the text's own records show: the codes of practice that the compact asks for."""

from collections.abc import Iterator, Sequence
from functools import partial

from django.db.models import Min
from django.urls import reverse

from compact_portal.lib.dates import london_day
from undertakings import open_data
from undertakings.evidence import Judged, PromiseMeasure, RecordLine, register
from undertakings.models import CodeOfPractice, Edition, EvidenceLink, Term
from undertakings.open_data import Entry
from undertakings.queries.edition import KEYS
from undertakings.queries.evidence_data import FIGURE_COLUMNS, MEASURE_KEYS, RECORD_COLUMNS, evidence_changed_at
from undertakings.queries.reference import JARGON_COLUMNS, last_change
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
        KEYS,
        place=10,
        changed_at=lambda _: last_change(Edition, EvidenceLink),
    ),
    Entry(
        "The jargon buster",
        "Every term of the jargon buster with its meaning, in plain words.",
        (("CSV", "undertakings:open_jargon_csv"),),
        JARGON_COLUMNS,
        place=20,
        changed_at=lambda _: last_change(Term),
    ),
    Entry(
        "Evidence",
        "The figures of every measure, year by year, as they hold today. Add ?year=2026-27 for one year.",
        (("CSV", "undertakings:open_evidence_csv"), ("JSON", "undertakings:open_evidence_json")),
        MEASURE_KEYS | FIGURE_COLUMNS,
        place=40,
        changed_at=lambda on: evidence_changed_at(on=on),
    ),
    Entry(
        "The records behind a figure",
        "Every record of one measure with the verdict on it and why, as it holds today.",
        (),
        RECORD_COLUMNS,
        place=42,
        patterns=(("CSV", "undertakings:evidence_csv", {"measure": "MEASURE"}),),
        changed_at=lambda on: evidence_changed_at(on=on),
    ),
)


def offer() -> None:
    """Register what this app measures, and its open data."""
    register(CODES_IN_PLACE)
    for entry in OPEN_DATA:
        open_data.register(entry)
