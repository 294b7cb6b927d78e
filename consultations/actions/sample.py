"""The sample year's consultations: windows kept, short, extended and cut, answers of every manner, outcomes and decisions.

All of it is invented and called "Sample …". What is there already stays as it is. Nobody is written to.
"""

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from compact_portal.audit.actions import save_version
from compact_portal.audit.context import change
from compact_portal.lib.dates import london_day, start_of_day
from consultations.actions.answering import send_answer
from consultations.actions.documents import add_document
from consultations.actions.entering import Came, enter_answer
from consultations.actions.journeys import start_journey
from consultations.actions.outcomes import publish_outcome, save_outcome, save_theme_part
from consultations.actions.publishing import publish_all
from consultations.actions.registers import draft_record, record_it
from consultations.actions.sample_rows import GROUPS, ROWS, SAID, THEMES, Row
from consultations.actions.standing import refresh
from consultations.actions.themes import add_theme, tag_answer
from consultations.actions.window import Days, set_window
from consultations.actions.writing import draft_consultation, explain, save_question
from consultations.actions.writing import save_step as save_own_step
from consultations.models import Answer, Consultation, Outcome, Tag
from consultations.queries.answering import sheet_of
from consultations.queries.checking import check
from consultations.queries.registers import APPRAISALS, DECISIONS
from consultations.rules.answering import Given
from consultations.rules.checks import stops
from signatories.models import Membership, Partner, Person

WHY = "The sample year"
MORNING = timedelta(hours=9)


def load_consultations(*, on: date) -> int:
    """Make those that are not there; gives how many were made."""
    held = set(Consultation.objects.filter(title__in=[row.title for row in ROWS]).values_list("title", flat=True))
    missing = [row for row in ROWS if row.title not in held]
    with change(by=None, why=WHY):
        for row in missing:
            agency = Partner.objects.get(name=row.agency)
            _appraisal(row, agency, on=on)
            _ended(row, _asked(row, agency, on=on), on=on)
    return len(missing)


def _asked(row: Row, agency: Partner, *, on: date) -> Consultation:
    """Written, checked, approved and, where its days have come, answered."""
    opens_on = on + timedelta(days=row.opens)
    at = start_of_day(min(opens_on, on) - timedelta(days=14)) + MORNING
    made = draft_consultation(agency=agency, values={"title": row.title}, by=None, on=london_day(at))
    _write(row, made, at=at)
    if "draft" in row.habits:
        return made
    short = {
        "short_reason": "The money has to be spent by the end of March.", "authorised_by": "the Head of Communities",
    } if "short" in row.habits else {}  # fmt: skip
    closes_on = opens_on + timedelta(days=row.days)
    set_window(consultation=made, version=_version(made), days=Days(opens_on, closes_on, **short), by=None, at=at)
    made.refresh_from_db()
    for finding in stops(check(made, on=london_day(at))):
        explain(consultation=made, key=finding.key, words="We looked at it and found no better way.", by=None, at=at)
    _approve(row, made, at=at)
    if row.opens < 0:
        _answer(row, made, on=on)
        _move(row, made, on=on)
    return made


def _write(row: Row, made: Consultation, *, at: datetime) -> None:
    groups = () if "unnamed" in row.habits else GROUPS
    steps: dict[str, dict[str, Any]] = {
        "proposal": {"title": row.title, "summary": row.proposal, "proposal": row.proposal, "why_now": row.why},
        "options": {"options": "\n\n".join(f"{one}." for one in row.options)},
        "effect": {"effect": row.effect},
        "who": {"who_asked": "Everybody whom it concerns.", "audiences": list(row.audiences), "groups": list(groups)},
        "formats": {
            "contact": "the Partnerships team", "contact_email": "partnerships@sample.invalid", "contact_phone": "",
            "other_ways": "On paper at the front desk, or by telephone in office hours.",
        },
    }  # fmt: skip
    for step, values in steps.items():
        save_own_step(consultation=made, step=step, version=_version(made), values=values, by=None, at=at)
    for position, (kind, words, choices) in enumerate(_questions(row), start=1):
        values = {"kind": kind, "words": words, "is_required": position == 1, "position": position}
        save_question(consultation=made, question=None, version=None, values=values, choices=choices, by=None, at=at)
    link = {"title": "Easy Read version", "format": "easy-read", "address": "https://www.sample.invalid/easy-read"}
    add_document(consultation=made, values=link, upload=None, by=None, at=at)


def _questions(row: Row) -> Sequence[tuple[str, str, Sequence[str]]]:
    return (
        ("words", "What do you think of the proposal?", ()),
        ("one", "Which way do you prefer?", row.options),
        ("agree", "The proposal is fair to voluntary and community groups.", ()),
        ("rating", "How well have we explained it?", ()),
    )


def _version(made: Consultation) -> int:
    made.refresh_from_db()
    return made.version


def _officers(agency: Partner) -> tuple[Person, Person]:
    """The first and the last of an agency's officers: the same person where it has one."""
    parts = Membership.objects.filter(partner=agency, role=Membership.Role.OFFICER)
    officers = list(Person.objects.filter(pk__in=parts.values("person")).order_by("pk"))
    return officers[0], officers[-1]


def _approve(row: Row, made: Consultation, *, at: datetime) -> None:
    """By a second officer; of the county, which has one, by the same. Not by the actions, which write to officers."""
    first, second = _officers(made.agency)
    made.refresh_from_db()
    values: dict[str, Any] = {"submitted_at": at, "submitted_by": first}
    if "waiting" not in row.habits:
        values |= {"approved_at": at + timedelta(days=1), "approved_by": second, "approved_alone": first == second}
    save_version(made, values)
    refresh(made)


def _move(row: Row, made: Consultation, *, on: date) -> None:
    made.refresh_from_db()
    assert made.opens_on is not None
    assert made.closes_on is not None
    if "extended" in row.habits:
        days = Days(made.opens_on, made.closes_on + timedelta(days=14), "Two forums meet only after the first closing day.")
        set_window(consultation=made, version=made.version, days=days, by=None, at=start_of_day(on - timedelta(days=6)))
    if "early" in row.habits:
        last = made.opens_on + timedelta(days=40)
        days = Days(
            made.opens_on, last, "The law on collections has changed, so the question has fallen away.",
            "There is nothing left to decide.", "the Monitoring Officer",
        )  # fmt: skip
        set_window(consultation=made, version=made.version, days=days, by=None, at=start_of_day(last))


# Answers


def _answer(row: Row, made: Consultation, *, on: date) -> None:
    made.refresh_from_db()
    assert made.opens_at is not None
    assert made.closes_at is not None
    last = min(made.closes_at, start_of_day(on)) - timedelta(hours=1)
    if "early" in row.habits:
        last = made.opens_at + timedelta(days=38)
    step = (last - made.opens_at) / (row.answers + 1)
    sheet = sheet_of(made, on=london_day(made.opens_at))
    for number in range(row.answers):
        at = made.opens_at + step * (number + 1)
        given = _given(sheet.all, number)
        if number % 8 == 5:
            _enter(made, given, number, at=at)
            continue
        journey = start_journey(consultation=made, at=at)
        journey.answers = {"who": {"who": "person"}, **sheet.kept(given), **_who(number)}
        journey.save()
        send_answer(journey=journey, by=None, received_at=at, mails=False)


def _given(asks: Sequence[Any], number: int) -> dict[int, Given]:
    """One person's answers: the words by turns, the rest spread so that no two questions look the same."""
    words, one, agree, rating = asks
    choices = list(one.choices)
    return {
        words.pk: Given(words=SAID[number % len(SAID)]),
        one.pk: Given(choices=frozenset({choices[(number * 7 // 3) % len(choices)][0]})),
        agree.pk: Given(rating=1 + (number * 3 + number // 4) % 5),
        rating.pk: Given(rating=3 + number % 3),
    }


def _who(number: int) -> dict[str, Any]:
    confidential = number % 9 == 4
    return {
        "you": {"name": f"Sample resident {number + 1}", "organisation": "", "email": ""},
        "publish": {
            "may_publish": "no" if confidential or number % 7 == 3 else "yes", "is_confidential": confidential,
            "confidential_reason": "My neighbours would know who I am." if confidential else "",
        },
    }  # fmt: skip


def _enter(made: Consultation, given: dict[int, Given], number: int, *, at: datetime) -> None:
    """On paper, by e-mail or by telephone: an officer typed it in."""
    manner = ("paper", "email", "telephone")[number // 8 % 3]
    came = Came(manner, london_day(at), True, "", f"Sample group {number + 1}", "", True, False, "")
    enter_answer(consultation=made, token=uuid.uuid4(), came=came, answers=given, by=_officers(made.agency)[0])


# After the close


def _ended(row: Row, made: Consultation, *, on: date) -> None:
    """Answers published, an outcome and a decision, where the habits say so."""
    made.refresh_from_db()
    if made.closes_at is None or made.closes_on is None or made.approved_at is None or made.closes_on >= on:
        return
    at = made.closes_at + timedelta(days=14)
    if at < start_of_day(on):
        publish_all(consultation=made, by=None, at=at)
    if "outcome" in row.habits:
        _outcome(made, weeks=8)
    if "late-outcome" in row.habits:
        late = {"late_reason": "Two of the three buildings had to be surveyed first.", "authorised_by": "the Director of Care"}
        _outcome(made, weeks=16, **late)
    if row.habits & {"decided", "decided-early"}:
        _decision(row, made)


def _outcome(made: Consultation, *, weeks: int, **late: str) -> None:
    assert made.closes_at is not None
    at = made.closes_at + timedelta(weeks=weeks)
    answers = list(
        Answer.objects.filter(response__in=made.responses.shown()).exclude(words="").order_by("pk").values_list("pk", flat=True)
    )
    for place, (name, said, done, not_done) in enumerate(THEMES):
        theme = add_theme(consultation=made, name=name, by=None)
        for number in answers[place :: len(THEMES)]:
            tag_answer(answer=Answer.objects.get(pk=number), add=[theme.pk], take=[], name="", by=None)
        cited = list(Tag.objects.filter(theme=theme).order_by("pk").values_list("pk", flat=True)[:2])
        theme.refresh_from_db()
        values = {"said": said, "done": done, "not_done": not_done}
        save_theme_part(theme=theme, version=theme.version, values=values, cited=cited, by=None, at=at)
    outcome = Outcome.objects.get(consultation=made)
    values = {
        "asked": f"We asked what you think of this: {made.proposal}", "said": "Most are for it, with the doubts that follow here.",
        "done": "We go on with it, changed as said under each heading.", **late,
    }  # fmt: skip
    save_outcome(consultation=made, version=outcome.version, values=values, by=None, at=at)
    outcome.refresh_from_db()
    publish_outcome(consultation=made, version=outcome.version, by=None, at=at)


def _decision(row: Row, made: Consultation) -> None:
    assert made.closes_on is not None
    early = "decided-early" in row.habits
    decided_on = made.closes_on + (-timedelta(days=10) if early else timedelta(weeks=10))
    published_on = decided_on + timedelta(days=60 if "published-late" in row.habits else 5)
    values: dict[str, Any] = {
        "title": row.title, "consultation": made, "what": row.proposal, "decided_by": "the Cabinet", "decided_on": decided_on,
        "published_on": published_on, "reasons": row.why,
        "cites_answers": "" if early else "Most answers were for it; the doubts about time and place changed the plan.",
    }  # fmt: skip
    if early:
        values |= {"early_reason": "The roof had to be made safe before winter.", "authorised_by": "the Director of Care"}
    if "published-late" in row.habits:
        values |= {"late_reason": "The minutes were lost for some weeks.", "authorised_by": "the Monitoring Officer"}
    decision = draft_record(register=DECISIONS, agency=made.agency, values=values, by=None, on=published_on)
    record_it(row=decision, version=decision.version, by=None, at=start_of_day(published_on) + MORNING, on=published_on)


def _appraisal(row: Row, agency: Partner, *, on: date) -> None:
    """Of every second policy, found out in time or too late; one is adopted without."""
    place = ROWS.index(row)
    if place % 2 or "draft" in row.habits:
        return
    dated_on = on + timedelta(days=min(row.opens, 0) - 40)
    values: dict[str, Any] = {
        "policy": row.title, "owner": "the Policy team", "dated_on": dated_on, "effect": ("some", "great", "none")[place % 3],
        "on_whom": row.effect, "findings": row.effect, "consulted_how": "At the forum of the sector.",
    }  # fmt: skip
    if row.opens < -100:
        adopted_on = dated_on + timedelta(days=-20 if "early" in row.habits else 200)
        values["adopted_on"] = min(adopted_on, on)
        if adopted_on < dated_on:
            values |= {"late_reason": "The law changed over night.", "authorised_by": "the Monitoring Officer"}
    appraisal = draft_record(register=APPRAISALS, agency=agency, values=values, by=None, on=dated_on)
    record_it(row=appraisal, version=appraisal.version, by=None, at=start_of_day(dated_on) + MORNING, on=dated_on)
