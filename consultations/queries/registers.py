"""The two public registers: a page of one at the same cost however many records there are, and what an agency's officers see."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from compact_portal.audit.actions import row_by_old_slug
from compact_portal.search.queries import find_keys
from consultations.models import Decision, PolicyAppraisal
from consultations.models.registers import RECORDED
from consultations.queries.addresses import appraisal_address, consultation_address, decision_address
from consultations.queries.register_judging import PromiseLine, gravest, lines_of
from consultations.rules.registers import MOST_COUNTED, MOST_FOUND, OLDEST, PAGE, Wanted
from signatories.models import Partner
from undertakings.queries.thresholds import Thresholds

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Register:
    """One of the two: its model, the column that names a record, the one that orders them, and its kind in the search.

    `key` begins the names of its addresses and templates.
    """

    key: str
    model: type[Any]
    title: str
    day: str
    kind: str
    noun: str
    address: Callable[[str], str]
    # Columns that a list does not show.
    long: tuple[str, ...]


APPRAISALS = Register(
    "appraisal", PolicyAppraisal, "policy", "filed_on", "policy-appraisal", "policy appraisal", appraisal_address,
    ("on_whom", "findings", "consulted_how", "not_consulted_reason"),
)  # fmt: skip
DECISIONS = Register(
    "decision", Decision, "title", "decided_on", "decision", "decision", decision_address,
    ("what", "reasons"),
)  # fmt: skip
REGISTERS = (APPRAISALS, DECISIONS)


def register_of(row: PolicyAppraisal | Decision) -> Register:
    """The register that a record belongs to."""
    return APPRAISALS if isinstance(row, PolicyAppraisal) else DECISIONS


def with_facts(register: Register) -> QuerySet[Any]:
    """Records with what their verdicts need, without a query of its own for each."""
    rows: QuerySet[Any] = register.model.objects.select_related(*_joined(register))
    return rows


def _joined(register: Register) -> tuple[str, ...]:
    return ("agency",) if register is APPRAISALS else ("agency", "consultation__outcome")


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A record with its promises, and the line that says most against it."""

    row: Any
    lines: Sequence[PromiseLine]
    gravest: PromiseLine | None


@dataclass(frozen=True, slots=True)
class Listing:
    """A page. `count` stops at MOST_COUNTED + 1; `before` and `after` lead on, 0 where nothing is there."""

    rows: Sequence[RegisterRow]
    count: int
    before: int = 0
    after: int = 0
    corrected: str = ""


def judged(rows: Sequence[Any], *, on: date) -> list[RegisterRow]:
    """Records with their verdicts on a day: one query for the thresholds."""
    thresholds = Thresholds()
    found = []
    for row in rows:
        lines = lines_of(row, on=on, thresholds=thresholds)
        found.append(RegisterRow(row, lines, gravest(lines)))
    return found


def _filtered(register: Register, wanted: Wanted) -> QuerySet[Any]:
    rows: QuerySet[Any] = register.model.objects.filter(RECORDED)
    if wanted.agency:
        rows = rows.filter(agency__slug=wanted.agency)
    if wanted.year:
        year = int(wanted.year)
        rows = rows.filter(**{f"{register.day}__range": (date(year, 1, 1), date(year, 12, 31))})
    if wanted.effect:
        rows = rows.filter(effect=wanted.effect)
    if wanted.consulted:
        rows = rows.filter(consultation__isnull=wanted.consulted == "no")
    return rows


def listing(register: Register, wanted: Wanted, *, on: date) -> Listing:
    """The page of a register that is asked for, with each record's verdicts on a day."""
    if wanted.words:
        return _found(register, wanted, on=on)
    rows, day = _filtered(register, wanted), register.day
    count = rows.order_by()[: MOST_COUNTED + 1].count()
    number = wanted.before or wanted.after
    at = register.model.objects.filter(pk=number).values_list(day, flat=True).first() if number else None
    backwards = bool(wanted.before and at is not None)
    rising = (wanted.sort == OLDEST) != backwards
    if at is not None:
        way, id_way = ("gte", "lte") if rising else ("lte", "gte")
        rows = rows.filter(**{f"{day}__{way}": at}).exclude(**{day: at, f"id__{id_way}": number})
    order = (day, "id") if rising else (f"-{day}", "-id")
    page = list(_short(register, rows).order_by(*order)[: PAGE + 1])
    more, page = len(page) > PAGE, page[:PAGE]
    if backwards:
        page.reverse()
    leads_back = more if backwards else at is not None
    leads_on = True if backwards else more
    return Listing(
        judged(page, on=on), count, before=page[0].pk if page and leads_back else 0, after=page[-1].pk if page and leads_on else 0
    )


def _short(register: Register, rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows with what their verdicts need and without their long texts."""
    long = register.long
    if register is DECISIONS:
        long += tuple(f"consultation__{name}" for name in ("proposal", "why_now", "options", "effect", "who_asked", "other_ways"))
        long += tuple(f"consultation__outcome__{name}" for name in ("asked", "said", "done"))
    return rows.select_related(*_joined(register)).defer(*long)


def _found(register: Register, wanted: Wanted, *, on: date) -> Listing:
    """The records that fit the words best, and of those the ones that fit the filters; a page of them."""
    found = find_keys(wanted.words, kinds=[register.kind], limit=MOST_FOUND)
    ranked = [int(key) for key in found.keys]
    rows = _short(register, _filtered(register, replace(wanted, words="")).filter(pk__in=ranked))
    by_number = {row.pk: row for row in rows}
    numbers = [number for number in ranked if number in by_number]
    start = numbers.index(wanted.after) + 1 if wanted.after in by_number else 0
    if wanted.before in by_number:
        start = max(0, numbers.index(wanted.before) - PAGE)
    shown = [by_number[number] for number in numbers[start : start + PAGE]]
    return Listing(
        judged(shown, on=on),
        len(numbers),
        before=shown[0].pk if start and shown else 0,
        after=shown[-1].pk if shown and start + PAGE < len(numbers) else 0,
        corrected=found.corrected or "",
    )


def agencies_and_years(register: Register) -> tuple[dict[str, str], list[str]]:
    """What a register can be asked for: its agencies by slug, and the years from its first record to its last. Three queries."""
    rows = register.model.objects.filter(RECORDED)
    agencies = Partner.objects.filter(pk__in=rows.order_by().values("agency")).order_by("name_key").values_list("slug", "name")
    # Two short walks along the index; one query for both ends would read all of it.
    first, last = (
        rows.order_by(order).values_list(register.day, flat=True).first() for order in (register.day, f"-{register.day}")
    )
    years = [str(year) for year in range(last.year, first.year - 1, -1)] if first and last else []
    return dict(agencies), years


def public_record(register: Register, slug: str) -> Any | None:
    """The record of that address where the public may read it."""
    return with_facts(register).filter(RECORDED, slug=slug).first()


def record_elsewhere(register: Register, slug: str) -> Any | None:
    """The public record that had that address before."""
    row = row_by_old_slug(register.model, slug)
    return row if row is not None and row.recorded_at and row.voided_at is None else None


def record_page(row: Any, *, on: date) -> dict[str, Any]:
    """What the page of one record shows on a day."""
    consultation = getattr(row, "consultation", None)
    url = consultation_address(consultation.slug) if consultation is not None and consultation.is_public else ""
    return {"row": row, "lines": lines_of(row, on=on), "consultation_url": url}


def own_record(register: Register, reference: str) -> Any | None:
    """The record of that reference, in whatever state."""
    return with_facts(register).filter(reference=reference).first()


def own_records(register: Register, agencies: Sequence[Partner], *, before: int = 0) -> tuple[list[Any], int]:
    """Records of these agencies, drafts too, the newest first, a page of them; and the number after which there are more."""
    rows = register.model.objects.filter(agency__in=agencies, voided_at=None).select_related("agency").order_by("-pk")
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.defer(*register.long)[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else 0


def newest_of(agency: Partner) -> dict[str, Any] | None:
    """The newest public records of an agency, for its page: two queries. None where there are none."""
    content: dict[str, Any] = {"partner": agency}
    for register in REGISTERS:
        rows = list(register.model.objects.filter(RECORDED, agency=agency).order_by(f"-{register.day}", "-id")[: SHOWN + 1])
        content[f"{register.key}s"], content[f"more_{register.key}s"] = rows[:SHOWN], len(rows) > SHOWN
    return content if content["appraisals"] or content["decisions"] else None


def about_consultation(number: int, appraisal: int | None, *, on: date) -> dict[str, Any] | None:
    """The public decisions that followed a consultation, with their verdicts, and its appraisal. None where there are neither."""
    decided = Q(consultation=number)
    decisions = judged(list(with_facts(DECISIONS).filter(RECORDED & decided).order_by("decided_on", "pk")[:SHOWN]), on=on)
    found = with_facts(APPRAISALS).filter(RECORDED, pk=appraisal).first() if appraisal else None
    if not decisions and found is None:
        return None
    return {"decisions": decisions, "appraisal": found}
