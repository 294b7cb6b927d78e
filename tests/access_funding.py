"""Who gets what from these addresses, which of them answer with no page of their own, and the rows that they need."""

from datetime import UTC, date, datetime
from typing import Any

from funding.models import (
    Agreement,
    AwardTotal,
    ChangeNotice,
    ColumnMapping,
    Evaluation,
    Fund,
    ImportBatch,
    Indicator,
    Instalment,
    Measurement,
    Objective,
    RenewalDecision,
    Report,
)
from funding.rules.importing import HIDDEN
from tests.house.personas import Personas
from tests.house.routes import ELSEWHERE, Answer, Route, Rows, coordinating, reading, signed_in

AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
OFFICERS_X = ("officer_x1", "officer_x2", "coordinator_of_x")
MEMBERS_A = ("signatory_a", "contributor_a")


def recorded(rows: Rows) -> list[object]:
    return [rows.more["agreement"].reference]


def of_agency(rows: Rows) -> list[object]:
    return ["test-x"]


def _officers(get: Answer, post: Answer, args: Any, *, others: Answer = 403) -> Route:
    """For officers of agency X; others are told why not, or nothing where the record is private."""
    return Route(signed_in(others) | dict.fromkeys(OFFICERS_X, get), signed_in(others) | dict.fromkeys(OFFICERS_X, post), args)


def _of_agreement(get: Answer, post: Answer, *more: Any) -> Route:
    return _officers(
        get, post, lambda rows: [rows.more["agreement"].reference, *(one(rows) if callable(one) else one for one in more)]
    )


def instalment(rows: Rows) -> int:
    return rows.more["instalment"].pk


def objective(rows: Rows) -> int:
    return rows.more["objective"].pk


def _of_file(state: str, get: Answer, post: Answer) -> Route:
    return _officers(get, post, lambda rows: ["test-x", rows.more[f"{state}_file"].pk])


def _members(get: Answer, post: Answer, *names: str) -> Route:
    """For members of A who may answer for it; others are told why not."""
    return Route(
        signed_in(403) | dict.fromkeys(MEMBERS_A, get), signed_in(403) | dict.fromkeys(MEMBERS_A, post),
        lambda rows: ["test-a", *(rows.more[name].pk for name in names)],
    )  # fmt: skip


ROUTES: dict[str, Route] = {
    "funding:agreement_list": reading(),
    "funding:agreement_detail": reading(recorded),
    "funding:award_total_list": reading(),
    "funding:alignment_list": reading(),
    "funding:fund_list": reading(),
    "funding:fund_detail": reading(lambda rows: [rows.more["fund"].slug]),
    "funding:open_funding_csv": reading(),
    "funding:open_funding_json": reading(),
    "funding:open_giving_json": reading(of_agency),
    "funding:open_grants_csv": reading(lambda rows: ["test-x", "2026-27"]),
    # The desk: everybody's own agencies; who has none is told whom to ask.
    "funding:funding_desk": Route(
        signed_in(403) | dict.fromkeys((*OFFICERS_X, "officer_y"), 200),
        signed_in(405) | {"partless": 403},
    ),
    "funding:own_agreement_list": _officers(200, 405, of_agency),
    "funding:agreement_create": _officers(200, "elsewhere", of_agency),  # all of a draft may be left open
    "funding:fund_create": _officers(200, 422, of_agency),
    "funding:fund_update": _officers(200, 422, lambda rows: ["test-x", rows.more["fund"].slug]),
    "funding:guideline_create": _officers(200, 422, of_agency),
    "funding:common_guideline_create": coordinating(422),
    "funding:own_cut_create": _officers(200, 422, of_agency),
    # A spreadsheet on its way in: the agency's own, in each of its states.
    "funding:import_create": _officers(200, 422, of_agency),
    "funding:import_detail": _of_file("faulty", 200, 405),
    "funding:import_map": _of_file("faulty", 200, 422),
    "funding:import_recipients": _of_file("faulty", 200, 422),
    "funding:import_continue": _of_file("faulty", 405, "elsewhere"),  # without a button it works at what waits, and shows it
    "funding:import_workbook": _of_file("faulty", 200, 405),
    "funding:import_undo": _of_file("done", 200, 422),
    # A draft is there for nobody but the agency.
    "funding:own_agreement_detail": _officers(200, 405, lambda rows: [rows.more["draft_agreement"].reference], others=404),
    "funding:agreement_update": _of_agreement(200, 422, "terms"),
    "funding:agreement_record": _of_agreement(200, 422),
    "funding:agreement_copy": _of_agreement(200, 422),
    "funding:agreement_void": _of_agreement(200, 422),
    "funding:schedule_create": _of_agreement(200, 422),
    "funding:year_update": _of_agreement(200, 422),
    "funding:cost_plan_update": _of_agreement(200, 422),
    "funding:objective_create": _of_agreement(200, 422),
    "funding:objective_update": _of_agreement(200, 422, objective),
    "funding:objective_delete": _of_agreement(200, 422, objective),
    "funding:part_list": _of_agreement(200, 405, "notices"),
    "funding:part_create": _of_agreement(200, 422, "notices"),
    "funding:part_update": _of_agreement(200, 422, "instalments", instalment),
    "funding:part_void": _of_agreement(200, 422, "instalments", instalment),
    "funding:report_detail": _of_agreement(200, 405, lambda rows: rows.more["report"].pk),
    # What a recipient sees, says and reports.
    "funding:own_funding_list": Route(signed_in(200) | {"partless": 403}, signed_in(405) | {"partless": 403}),
    "funding:own_funding_detail": Route(
        signed_in(403) | dict.fromkeys(MEMBERS_A, 200), signed_in(403) | dict.fromkeys(MEMBERS_A, 405), lambda rows: ["test-a"]
    ),
    "funding:dispute_create": Route(
        signed_in(403) | dict.fromkeys(MEMBERS_A, 200),
        signed_in(403) | dict.fromkeys(MEMBERS_A, 422),
        lambda rows: ["test-a", "instalment", rows.more["instalment"].pk],
    ),
    "funding:own_report_list": _members(200, 405),
    "funding:report_create": _members(405, ELSEWHERE),
    "funding:report_update": _members(200, 422, "draft_report"),
    "funding:report_send": _members(200, 422, "draft_report"),
    "funding:own_report_detail": _members(200, 405, "report"),
}

# Views that answer with something other than a page of their own, each with why.
NO_TEMPLATE: dict[str, str] = {
    "report_create": "a button; it leads to the draft",
    "open_funding_csv": "CSV",
    "open_funding_json": "JSON",
    "open_giving_json": "JSON",
    "open_grants_csv": "CSV",
    "import_continue": "buttons on another page; they lead back there",
    "import_workbook": "a workbook",
}

# Words in private places, which nobody finds who may not.
CANARIES = {
    "canarygrant": "a draft’s title",
    "canarypurpose": "a purpose that is withheld",
    "canaryfinding": "what an evaluation found",
    "canarysaid": "what a recipient told its funder of a day",
    "canarysheet": "the name of a spreadsheet",
    "canarycell": "a cell of a spreadsheet that is not in yet",
    "canaryfile": "an agreement whose file is not in yet",
    "canarytold": "what a recipient reported to all its funders",
    "canaryforx": "what it reported of an indicator of agency X",
    "canaryfory": "the same of agency Y",
    "canaryunsent": "what it is still writing",
}
REPORTED = {"canarytold", "canaryforx", "canaryfory", "canaryunsent"}
# The agency its drafts, findings and spreadsheets, both sides what the recipient said, each funder its part of a report, the
# recipient alone what it has not sent. What is written of a spreadsheet that is not in yet is seen by nobody.
SHOWN_TO: dict[str, set[str]] = dict.fromkeys(OFFICERS_X, set(CANARIES) - {"canaryfile", "canaryfory", "canaryunsent"}) | (
    dict.fromkeys(MEMBERS_A, {"canarysaid"} | REPORTED)
)


def ways(rows: Rows) -> list[str]:
    """The recorded agreement's own pages, and the register searched for a word."""
    own = f"/workspace/funding/agreements/{rows.more['agreement'].reference}/"
    evaluation = f"{own}evaluations/{rows.more['agreement'].evaluations.get().pk}/"
    return [own, f"{own}edit/about/", evaluation, *(f"/funding/?q={word}" for word in CANARIES)]


def _file(agency: Any, state: str, officer: Any) -> ImportBatch:
    """A spreadsheet of one row in some state."""
    done = {"done_at": AT, "done_by": officer} if state == "done" else {}
    headings = ["Reference", "Beneficiary"]
    mapping, _ = ColumnMapping.objects.get_or_create(
        agency=agency, headings="0" * 64, defaults={"columns": {"Reference": "reference", "Beneficiary": "recipient"}}
    )
    batch = ImportBatch.objects.create(
        agency=agency, name=f"canarysheet {state}.csv", digest=state, state=state, headings=headings, rows_count=1,
        mapping=mapping, counts={"refused": 1, "asked": 1}, brought_by=officer, brought_at=AT, **done,
    )  # fmt: skip
    effect = {"asked": "canarycell", "alike": [[agency.pk, agency.name]]}
    batch.rows.create(number=2, cells=["canarycell", "canarycell"], kind="agreement", key="canarycell", what="asked", effect=effect)
    batch.rows.create(number=3, cells=["canarycell", "x"], kind="agreement", key="canarycell", what="refused", faults=[[1, "No"]])
    return batch


def make_rows(personas: Personas) -> dict[str, Any]:
    """Rows by the name under which `Rows.more` has them: a recorded agreement of X with A, and a draft."""
    x, a = personas.partners["x"], personas.partners["a"]
    whole: dict[str, Any] = {
        "funder": x, "recipient": a, "title": "Advice for all", "purpose": "canarypurpose", "purpose_withheld": True,
        "withheld_reason": "People could be found.", "kind": "core", "payment": "advance", "start_on": date(2026, 4, 1),
        "end_on": date(2029, 3, 31), "awarded_on": date(2026, 4, 1), "award_pence": 90_000_00,
    }  # fmt: skip
    fund = Fund.objects.create(funder=x, title="A round", slug="a-round", opens_on=date(2026, 1, 10))
    agreement = Agreement.objects.create(reference="DAC-2026-0100", state="recorded", fund=fund, **whole)
    AwardTotal.objects.create(funder=x, year="2026-27", agreements=1, pence=90_000_00)
    draft = Agreement.objects.create(funder=x, recipient=a, reference="DAC-2026-0101", title="canarygrant")
    instalment = Instalment.objects.create(
        agreement=agreement, due_on=date(2026, 4, 1), pence=30_000_00, paid_on=date(2026, 4, 1), paid_pence=30_000_00
    )
    decision = RenewalDecision.objects.create(agreement=agreement, decision="renewed", told_on=date(2026, 11, 1))
    Evaluation.objects.create(agreement=agreement, held_on=date(2026, 10, 1), findings="canaryfinding")
    ChangeNotice.objects.create(
        agreement=agreement, kind="reduce", written_on=date(2026, 6, 1), effective_on=date(2026, 12, 1), reason="Less money"
    )
    instalment.disputes.create(
        stance="disputed", words="canarysaid", said_by=personas.people["signatory_a"], said_at=datetime(2026, 5, 1, tzinfo=UTC)
    )
    officer = personas.people["officer_x1"]
    files = {f"{state}_file": _file(x, state, officer) for state in ("faulty", "done", "writing")}
    hidden = whole | {"title": "canaryfile", "purpose_withheld": False, "withheld_reason": "", "purpose": "canaryfile"}
    Agreement.objects.create(
        reference="DAC-2026-0109", state="recorded", batch=files["writing_file"], voided_at=AT, voided_reason=HIDDEN, **hidden
    )
    objective = Objective.objects.create(agreement=agreement, words="People are helped")
    report, draft_report = _reports(personas, agreement, objective)
    return files | {
        "report": report, "draft_report": draft_report,
        "agreement": agreement, "draft_agreement": draft, "instalment": instalment, "fund": fund, "decision": decision,
        "objective": objective,
    }  # fmt: skip


def _reports(personas: Personas, agreement: Agreement, objective: Objective) -> tuple[Report, Report]:
    """A report of A to X and to Y, of which each reads its part; and one that is not sent."""
    y, a = personas.partners["y"], personas.partners["a"]
    span = {"start_on": date(2026, 4, 1), "end_on": date(2029, 3, 31), "awarded_on": date(2026, 4, 1)}
    other = Agreement.objects.create(
        funder=y, recipient=a, reference="DAC-2026-0102", state="recorded", title="Help with forms", purpose="Help", kind="core",
        payment="advance", award_pence=1, **span,
    )  # fmt: skip
    told = {"words": "canarytold", "up_to_on": date(2026, 9, 30), "sent_at": datetime(2026, 10, 1, tzinfo=UTC)}
    sent = Report.objects.create(recipient=a, sent_by=personas.people["signatory_a"], **told)
    sent.agreements.set([agreement, other])
    draft = Report.objects.create(recipient=a, words="canaryunsent", up_to_on=date(2026, 11, 1), version=2)
    theirs = Objective.objects.create(agreement=other, words="Forms are filled in")
    for row, word in ((objective, "canaryforx"), (theirs, "canaryfory")):
        indicator = Indicator.objects.create(objective=row, words=f"Counted for {row.words}", unit="people")
        Measurement.objects.create(report=sent, indicator=indicator, value=3, note=word)
    return sent, draft
