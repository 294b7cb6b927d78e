"""The sample year's funding: three agencies, four years, promises kept, broken, explained and not known.

All of it is invented and called "Sample …". What is there already stays as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from compact_portal.audit.context import change
from compact_portal.lib.dates import add_months, financial_year, start_of_day
from funding.actions.agreements import allocate, draft_agreement, record_agreement, years_of
from funding.actions.funds import record_cut, record_guideline, save_fund
from funding.actions.parts import put_costs, put_objective, put_schedule, save_part
from funding.actions.reports import begin_report, save_report, send_report
from funding.models import (
    Agreement,
    ChangeNotice,
    CostLine,
    Evaluation,
    Fund,
    Instalment,
    LiaisonAssignment,
    MonitoringReturn,
    NoticeGuideline,
    OtherSupport,
    RenewalDecision,
)
from funding.queries.reports import asking
from funding.rules import schedule, split_evenly
from signatories.models import Partner

WHY = "The sample year"
OBJECTIVES = (("People are helped in good time", 400, "people a year"), ("Volunteers take part", 25, "volunteers"))


@dataclass(frozen=True, slots=True)
class Row:
    """One sample agreement. `year` counts financial years from the present one; `habits` say what is kept and what is not."""

    funder: int
    recipient: int
    title: str
    kind: str
    year: int
    years: int
    pounds: int
    habits: frozenset[str] = field(default_factory=frozenset)


def _row(funder: int, recipient: int, title: str, kind: str, year: int, years: int, pounds: int, *habits: str) -> Row:
    return Row(funder, recipient, title, kind, year, years, pounds, frozenset(habits))


# Habits: "late" one payment came late, "unpaid" one is overdue, "told" the next year was told, "told-late" too late,
# "costed" the full cost is covered, "gap" it is not, "difficulty" it is not and the difficulty is published, "objectives",
# "vague" an objective without a target, "liaison", "liaison-gap", "evaluated", "notice" in time, "short" too short and
# explained, "unasked" a notice without consultation, "return", "return-late", "premises", "relief", "withheld", "pilot".
GOOD = ("told", "costed", "objectives", "liaison", "evaluated", "return")
ROWS: tuple[Row, ...] = (
    _row(0, 0, "Sample core funding, advice", "core", -1, 3, 96_000, *GOOD),
    _row(0, 1, "Sample core funding, community transport", "core", -2, 3, 72_000, *GOOD, "notice"),
    _row(0, 2, "Sample core funding, allotments", "core", 0, 1, 1_200, "told", "objectives", "liaison", "pilot"),
    _row(0, 3, "Sample core funding, hospice", "core", -3, 3, 150_000, *GOOD),
    _row(0, 4, "Sample core funding, youth centre", "core", -1, 3, 84_000, "late", "gap", "objectives", "liaison-gap", "short"),
    _row(0, 5, "Sample core funding, night shelter", "core", 0, 2, 60_000, "costed", "objectives", "liaison", "withheld"),
    _row(0, 6, "Sample partnership agreement, carers", "partnership", -1, 3, 45_000, *GOOD, "premises"),
    _row(0, 7, "Sample partnership agreement, talking newspaper", "partnership", 0, 3, 9_000, "objectives", "liaison", "relief"),
    _row(0, 8, "Sample project, riding", "project", -3, 1, 8_000, "told-late", "vague", "late"),
    _row(0, 9, "Sample project, village hall", "capital", -2, 1, 24_000, "told", "pilot", "costed"),
    _row(0, 0, "Sample project, debt advice", "project", -3, 2, 40_000, "told", "costed", "objectives", "liaison", "evaluated"),
    _row(0, 1, "Sample project, evening rides", "project", -1, 1, 6_500, "told", "objectives", "return-late"),
    _row(0, 2, "Sample small grant, tools", "small", -1, 1, 400, "pilot"),
    _row(0, 2, "Sample small grant, seeds", "small", -2, 1, 250, "pilot", "told"),
    _row(0, 10, "Sample small grant, exhibition", "small", 0, 1, 900, "unpaid"),
    _row(
        0,
        11,
        "Sample service agreement, helpline",
        "service",
        -2,
        3,
        120_000,
        "difficulty",
        "objectives",
        "liaison",
        "evaluated",
        "return",
    ),
    _row(1, 0, "Sample service agreement, welfare advice", "service", -1, 2, 110_000, *GOOD),
    _row(1, 3, "Sample service agreement, care at home", "service", -3, 3, 210_000, *GOOD, "notice"),
    _row(1, 4, "Sample youth work", "project", -2, 2, 54_000, "late", "objectives", "told-late", "return-late"),
    _row(1, 5, "Sample winter shelter", "project", 0, 1, 30_000, "withheld", "objectives", "liaison", "short"),
    _row(1, 6, "Sample carers’ breaks", "service", 0, 3, 96_000, "costed", "objectives", "liaison", "return"),
    _row(1, 1, "Sample hospital transport", "service", -1, 1, 18_000, "told", "objectives", "unasked"),
    _row(1, 7, "Sample tapes for blind readers", "small", -3, 1, 750, "told", "pilot"),
    _row(1, 8, "Sample riding for disabled children", "project", -1, 2, 14_000, "gap", "objectives", "liaison-gap"),
    _row(1, 9, "Sample hall repairs", "capital", -3, 1, 32_000, "told", "pilot"),
    _row(1, 10, "Sample museum visits", "project", -2, 1, 3_500, "vague", "told"),
    _row(1, 11, "Sample debt helpline, evenings", "service", 0, 2, 64_000, "difficulty", "objectives", "liaison"),
    _row(1, 0, "Sample training of volunteers", "project", -2, 1, 5_000, "told", "objectives", "late"),
    _row(1, 3, "Sample bereavement service", "service", 0, 3, 75_000, "costed", "objectives", "liaison", "return"),
    _row(2, 3, "Sample end-of-life care", "service", -2, 3, 240_000, *GOOD),
    _row(2, 6, "Sample carers’ health checks", "project", -1, 1, 12_000, "told", "objectives", "late"),
    _row(2, 0, "Sample advice in surgeries", "project", 0, 2, 48_000, "objectives", "liaison", "gap"),
    _row(2, 4, "Sample young people’s wellbeing", "project", -1, 2, 36_000, "objectives", "vague", "told-late"),
    _row(2, 5, "Sample nurse at the shelter", "service", -1, 3, 90_000, "withheld", "costed", "objectives", "liaison", "evaluated"),
    _row(2, 1, "Sample rides to clinics", "service", 0, 1, 22_000, "objectives", "unpaid"),
    _row(2, 2, "Sample growing for health", "small", 0, 1, 800, "told", "pilot"),
    _row(2, 8, "Sample therapy rides", "project", -3, 1, 7_500, "told", "objectives"),
    _row(2, 7, "Sample health news by ear", "small", -2, 1, 600, "told", "pilot"),
    _row(2, 9, "Sample exercise classes", "project", -1, 1, 4_200, "told", "objectives", "unasked"),
    _row(2, 11, "Sample debt and mental health", "project", -2, 2, 52_000, "difficulty", "objectives", "evaluated"),
)
RECIPIENTS = (
    "Sample Advice Centre", "Sample Wheels", "Sample Allotment Group", "Sample Hospice", "Sample Youth Centre",
    "Sample Night Shelter", "Sample Carers’ Link", "Sample Talking Newspaper", "Sample Riding for All", "Sample Village Hall",
    "Sample Museum of Paper", "Sample Debt Helpline",
)  # fmt: skip
FUNDERS = ("Sample Borough Council", "Sample County Council", "Sample Community Health Service")


def load_funding(*, on: date) -> int:
    """All of the sample agreements as they stand on a day; gives how many. Nothing where they are there already."""
    if Agreement.objects.filter(title=ROWS[0].title).exists():
        return 0
    names = dict(Partner.objects.filter(name__in=[*RECIPIENTS, *FUNDERS]).values_list("name", "pk"))
    if len(names) < len(RECIPIENTS) + len(FUNDERS):
        return 0
    partners = Partner.objects.in_bulk(names.values())
    funders, recipients = ([partners[names[name]] for name in group] for group in (FUNDERS, RECIPIENTS))
    with change(by=None, why=WHY):
        if not NoticeGuideline.objects.exists():
            agreed = {"agreed_by": "the Sample Portfolio Holder", "consulted": "in consultation with the Sample chairs’ group"}
            record_guideline(funder=None, values={"months": 3, "from_on": date(on.year - 5, 4, 1), **agreed}, by=None)
        for number, funder in enumerate(funders):
            _about(funder, number, on=on)
        for row in ROWS:
            _load(row, funders[row.funder], recipients[row.recipient], on=on)
        _report(recipients[0], on=on)
    return len(ROWS)


def _about(funder: Partner, number: int, *, on: date) -> None:
    """A round of two years, and what was cut last year."""
    for back in (0, 1):
        opens_on = date(_first_year(on) - back, 1, 10)
        late = number == 2 and back == 0
        values: dict[str, Any] = {
            "title": f"Sample community grants {financial_year(opens_on)}, {funder.name.removeprefix('Sample ')}",
            "criteria": "Sample criteria: the work serves people in the area, it is good value for money, and the group can "
            "account for it.",
            "published_on": opens_on + timedelta(days=5) if late else opens_on - timedelta(days=21), "opens_on": opens_on,
            "closes_on": opens_on + timedelta(days=42), "common_terms": number != 2,
            "consulted_how": "" if late else "Sample meeting with twelve groups, and a draft on which they commented.",
        }  # fmt: skip
        save_fund(funder=funder, fund=None, version=None, values=values, by=None)
    year = financial_year(date(_first_year(on), 3, 31))
    own, sector = ((Decimal("4.0"), Decimal("3.5")), (Decimal("2.5"), Decimal("6.0")), (None, Decimal("1.0")))[number]
    cuts = {"year": year, "own_per_cent": own, "sector_per_cent": sector, "source": "Sample budget book"}
    record_cut(funder=funder, values=cuts | {"reason": ""}, by=None)


def _report(recipient: Partner, *, on: date) -> None:
    """One report to all the funders of a recipient, of some weeks ago; and the draft of the next."""
    then = on - timedelta(days=40)
    asked = asking(recipient, on=then)
    measured: dict[int, tuple[Decimal | None, str]] = {number: (Decimal(190 + number % 90), "") for number in asked.indicators}
    values = {"words": "Sample report: what was done in the first half of the year, and with whom.", "up_to_on": then}
    draft = begin_report(recipient=recipient, by=None)
    draft = save_report(report=draft, version=draft.version, values=values, answers=[], measured=measured, by=None, on=then)
    send_report(report=draft, version=draft.version, by=None, at=start_of_day(then))
    draft = begin_report(recipient=recipient, by=None)
    values = {"words": "Sample draft: the winter has begun with many who ask.", "up_to_on": None}
    save_report(
        report=draft, version=draft.version, values=values, answers=asking(recipient, on=on).first, measured={}, by=None, on=on
    )


def _first_year(on: date) -> int:
    return int(financial_year(on)[:4])


def _load(row: Row, funder: Partner, recipient: Partner, *, on: date) -> None:
    first = _first_year(on) + row.year
    start_on, end_on = date(first, 4, 1), date(first + row.years, 3, 31)
    agreement = _agreement(row, funder, recipient, start_on, end_on)
    years = years_of(start_on, end_on)
    parts = split_evenly(row.pounds * 100, len(years))
    agreement = allocate(
        agreement=agreement, version=agreement.version, by=None,
        years=[(year, pence, place == 0) for place, (year, pence) in enumerate(zip(years, parts, strict=True))],
    )  # fmt: skip
    _before_the_start(row, agreement, start_on, end_on)
    agreement.refresh_from_db()
    agreement = record_agreement(agreement=agreement, version=agreement.version, by=None)
    _pay(row, agreement, parts, start_on, on=on)
    _after_the_start(row, agreement, start_on, end_on, on=on)


def _agreement(row: Row, funder: Partner, recipient: Partner, start_on: date, end_on: date) -> Agreement:
    withheld = "withheld" in row.habits
    pilot = "Sample reason: it is a small grant for one thing." if "pilot" in row.habits else ""
    difficulty = "Sample difficulty: the rate for overheads was fixed before the costs were known."
    fund = Fund.objects.standing().filter(funder=funder, opens_on__lt=start_on).order_by("-opens_on").first()
    values: dict[str, Any] = {
        "recipient": recipient, "title": row.title, "kind": row.kind, "start_on": start_on, "end_on": end_on,
        "purpose": f"{row.title}: what the organisation does for people in the area, as agreed with it.",
        "awarded_on": start_on - timedelta(days=30), "award_pence": row.pounds * 100, "department": "Sample communities team",
        "payment": "advance" if row.kind in ("core", "partnership", "small", "capital") else "arrears",
        "short_term_reason": pilot, "full_cost_difficulty": difficulty if "difficulty" in row.habits else "",
        "purpose_withheld": withheld,
        "withheld_reason": "Sample reason: people could be found who must not be." if withheld else "",
        "common_terms": row.funder != 2, "common_monitoring": "return" in row.habits,
        "fund": fund if row.kind in ("small", "project") else None,
    }  # fmt: skip
    return draft_agreement(funder=funder, values=values, by=None, on=start_on - timedelta(days=40))


def _before_the_start(row: Row, agreement: Agreement, start_on: date, end_on: date) -> None:
    """Costs, objectives, a liaison officer, other support."""
    habits, pence = row.habits, row.pounds * 100
    share = {"costed": 80, "gap": 95, "difficulty": 92}
    for habit, direct in share.items():
        if habit in habits:
            lines: list[dict[str, Any]] = [
                {"kind": CostLine.Kind.DIRECT, "label": "Staff", "pence": pence * direct // 100, "part": None, "whole": None},
                _overhead(CostLine.Kind.PREMISES, "Premises", pence // 2, 2, 12),
                _overhead(CostLine.Kind.CENTRAL, "Central functions", pence // 2, 300, 3_000),
                _overhead(CostLine.Kind.GOVERNANCE, "Governance", pence // 10, 1, 5),
            ]
            put_costs(agreement=agreement, version=_version(agreement), lines=lines, by=None)
    for words, target, unit in (
        ("People are helped in good time", 400, "people a year"),
        ("Volunteers take part", 25, "volunteers"),
    ):
        if "objectives" in habits or "vague" in habits:
            vague = "vague" in habits and unit == "volunteers"
            indicator = {
                "words": f"Counted {unit}", "unit": "" if vague else unit, "target": None if vague else Decimal(target),
                "due_on": None if vague else end_on, "agreed_on": start_on - timedelta(days=20),
            }  # fmt: skip
            put_objective(agreement=agreement, objective=None, version=None, words=words, indicator=indicator, by=None)
    if "liaison" in habits or "liaison-gap" in habits:
        until_on = start_on + timedelta(days=200) if "liaison-gap" in habits else None
        _part(agreement, LiaisonAssignment(agreement=agreement), name="Sample liaison officer", role="Sample partnerships officer",
              from_on=start_on, until_on=until_on)  # fmt: skip
    support = OtherSupport(agreement=agreement, funder=agreement.funder, recipient=agreement.recipient)
    valued = {"from_on": start_on, "until_on": None, "how_valued": "Sample estimate of the estates team"}
    if "premises" in habits:
        _part(agreement, support, kind="premises", what="Sample rooms, rent free", yearly_pence=620_000, **valued)
    if "relief" in habits:
        relief = {"kind": "rate-relief", "what": "Sample discretionary rate relief", "relief_per_cent": Decimal(20)}
        _part(agreement, support, yearly_pence=48_000, **relief, **valued)


def _overhead(kind: str, label: str, pence: int, part: int, whole: int) -> dict[str, Any]:
    return {"kind": kind, "label": label, "pence": pence, "part": Decimal(part), "whole": Decimal(whole)}


def _version(agreement: Agreement) -> int:
    return Agreement.objects.values_list("version", flat=True).get(pk=agreement.pk)


def _part(agreement: Agreement, row: Any, **values: Any) -> Any:
    return save_part(agreement=agreement, row=row, version=None, values=values, by=None, why=WHY)


def _pay(row: Row, agreement: Agreement, parts: Sequence[int], start_on: date, *, on: date) -> None:
    """Core funding is paid whole at the start of each year, the rest by quarters; most of it on time."""
    core = row.kind in ("core", "partnership", "small", "capital")
    for place, pence in enumerate(parts):
        first_on = add_months(start_on, 12 * place)
        due = schedule(pence, count=1 if core or pence < 4 else 4, first_on=first_on, every_months=3)
        put_schedule(agreement=agreement, version=_version(agreement), due=due, by=None)
    held = list(Instalment.objects.standing().filter(agreement=agreement, due_on__lte=on).order_by("due_on"))
    for place, one in enumerate(held):
        last = place == len(held) - 1
        if last and "unpaid" in row.habits:
            continue
        late = timedelta(days=19) if last and "late" in row.habits else -timedelta(days=place % 3)
        paid_on = min(on, one.due_on + late)
        values = {"paid_on": paid_on, "paid_pence": one.pence}
        save_part(agreement=agreement, row=one, version=one.version, values=values, by=None, why=WHY)


def _after_the_start(row: Row, agreement: Agreement, start_on: date, end_on: date, *, on: date) -> None:
    """Evaluations, returns, notices, and what comes next; nothing of a day to come."""
    habits = row.habits
    for year in range(1, row.years + 1):
        held_on = add_months(start_on, 12 * year) - timedelta(days=25)
        if "evaluated" in habits and held_on <= min(on, end_on):
            _part(agreement, Evaluation(agreement=agreement), held_on=held_on, findings="Sample finding: it does what was agreed.")
        due_on = add_months(start_on, 12 * year) - timedelta(days=10)
        if ("return" in habits or "return-late" in habits) and due_on <= on + timedelta(days=120):
            came_on = due_on + timedelta(days=16 if "return-late" in habits else -4)
            received = {"received_on": came_on if came_on <= on else None}
            _part(agreement, MonitoringReturn(recipient=agreement.recipient), due_on=due_on, **received)
    told_on = end_on + timedelta(days=12) if "told-late" in habits else end_on - timedelta(days=100)
    if ("told" in habits or "told-late" in habits) and told_on <= on:
        _part(agreement, RenewalDecision(agreement=agreement), decision="renewed", told_on=told_on)
    if habits & {"notice", "short", "unasked"}:
        _notice(habits, agreement, start_on, on=on)


def _notice(habits: frozenset[str], agreement: Agreement, start_on: date, *, on: date) -> None:
    written_on = min(on - timedelta(days=10), start_on + timedelta(days=150))
    effective_on = add_months(written_on, 4) if "short" not in habits else written_on + timedelta(days=40)
    asked = {} if "unasked" in habits else {
        "consulted_on": written_on - timedelta(days=20), "consulted_how": "Sample meeting with the trustees",
    }  # fmt: skip
    short = {} if "short" not in habits else {
        "breach_reason": "Sample reason: the agency’s own grant ended at short notice.",
        "authorised_by": "Sample Portfolio Holder",
    }  # fmt: skip
    _part(agreement, ChangeNotice(agreement=agreement), kind="reduce", written_on=written_on, effective_on=effective_on,
          decided_on=written_on - timedelta(days=8), reason="Sample reason: the budget was cut.", change_pence=100_000,
          **asked, **short)  # fmt: skip
