"""All that the page of one consultation shows; each part is offered to it through consultations.sections."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from compact_portal.audit.actions import row_by_old_slug
from compact_portal.lib.dates import in_words, london_day
from compact_portal.lib.drawing import week_blocks
from compact_portal.lib.upload_kinds import words_of
from consultations.models import Choice, Consultation, Document, WindowEntry
from consultations.queries.addresses import answering_address, follow_address
from consultations.queries.judging import STATE_TONES, judge, state_of, window_days
from consultations.queries.register import when_in_words
from consultations.rules.answering import time_left
from consultations.rules.audiences import AUDIENCES
from consultations.rules.checks import TITLES
from consultations.rules.states import State
from consultations.rules.window import length_in_words
from consultations.sections import Section, register, sections_of
from undertakings.models import Clause, Edition
from undertakings.queries.thresholds import Thresholds

TIMES = {0: "", 1: "once", 2: "twice"}
# How each kind of question is answered, as its readers are told.
ANSWERED = {
    "words": "In your own words", "one": "Choose one", "several": "Choose any", "rating": "From 1 to 5",
    "agree": "Agree or disagree",
}  # fmt: skip
Content = Mapping[str, Any] | None


def public_consultation(slug: str) -> Consultation | None:
    """The consultation at a slug where the public may read it."""
    rows = Consultation.objects.public().select_related("agency", "appraisal")
    return rows.filter(slug=slug).first()


def consultation_elsewhere(slug: str) -> Consultation | None:
    """The public consultation that once had this slug."""
    found: Consultation | None = row_by_old_slug(Consultation, slug)
    return found if found is not None and found.is_public else None


def gather(row: Consultation) -> Consultation:
    """The same row with what its parts read, in a fixed number of queries."""
    prefetch_related_objects(
        [row], "window", "audiences", "groups__partner", "explanations", Prefetch("documents", Document.objects.standing()),
        Prefetch("questions__choices", Choice.objects.order_by("position")),
    )  # fmt: skip
    return row


def consultation_page(row: Consultation, *, at: datetime) -> dict[str, Any]:
    """The context of a consultation's page, public or as its officers see it before."""
    on, thresholds = london_day(at), Thresholds()
    state = state_of(gather(row), thresholds, at=at)
    shown = sections_of(row, at=at)
    items = [
        {"url": f"#{one.section.key}", "label": one.section.title or one.content.get("title", ""), "current": False}
        for one in shown
    ]
    return {
        "consultation": row,
        "state": state,
        "drawn": _drawn(row, on=on),
        "tag": f"Open: {time_left(row.closes_on, on=on)}" if state == State.OPEN and row.closes_on else state.words,
        "tone": STATE_TONES[state],
        "when": when_in_words(row, state, on=on),
        "shown": shown,
        "items": [item for item in items if item["label"]],
        "respond": answering_address(row.slug) if state == State.OPEN else "",
        "follow": follow_address(row.slug) if state in (State.UPCOMING, State.OPEN, State.CLOSED, State.OUTCOME_DUE) else "",
    }


def _proposal(row: Consultation, at: datetime) -> Content:
    return {"proposal": row.proposal, "why_now": row.why_now} if row.proposal or row.why_now else None


def _options(row: Consultation, at: datetime) -> Content:
    return {"words": row.options} if row.options else None


def _effect(row: Consultation, at: datetime) -> Content:
    appraisal = row.appraisal if row.appraisal and row.appraisal.voided_at is None and row.appraisal.recorded_at else None
    if not row.effect and appraisal is None:
        return None
    return {"words": row.effect, "appraisal": appraisal, "effect": appraisal.get_effect_display() if appraisal else ""}


def _who(row: Consultation, at: datetime) -> Content:
    audiences = [AUDIENCES[one.key] for one in row.audiences.all() if one.key in AUDIENCES]
    groups = [(one, one.get_speaks_for_display()) for one in row.groups.all()]
    if not (row.who_asked or audiences or groups):
        return None
    return {"agency": row.agency, "words": row.who_asked, "audiences": audiences, "groups": groups}


def _questions(row: Consultation, at: datetime) -> Content:
    rows = list(row.questions.all())
    if not rows:
        return None
    anchors = {one.anchor for one in rows if one.anchor}
    edition = Edition.objects.in_force(london_day(at)) if anchors else None
    clauses = Clause.objects.filter(edition=edition, anchor__in=anchors).values_list("anchor", "words") if edition else ()
    words = dict(clauses)
    asked = [
        {
            "row": one, "how": ANSWERED[one.kind], "agreeing": words.get(one.anchor, one.clause), "anchor": one.anchor in words,
        }
        for one in rows
    ]  # fmt: skip
    return {"rows": asked}


def _documents(row: Consultation, at: datetime) -> Content:
    rows = [{"row": one, "kind": words_of(one.kind), "size": size_in_words(one.size)} for one in row.documents.all()]
    return {"rows": rows, "slug": row.slug, "public": row.is_public} if rows else None


def size_in_words(size: int) -> str:
    """As a download says it: 340 kB, 2.4 MB."""
    return f"{max(1, round(size / 1_000)):,} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def _formats(row: Consultation, at: datetime) -> Content:
    if not (row.contact or row.contact_email or row.contact_phone or row.other_ways):
        return None
    return {
        "contact": row.contact, "email": row.contact_email, "phone": row.contact_phone, "other_ways": row.other_ways,
    }  # fmt: skip


def ledger_lines(row: Consultation) -> list[dict[str, Any]]:
    """Every date that was set, and the approval, in the order in which it happened."""
    lines = [
        {
            "at": one.made_at,
            "what": f"{one.get_kind_display()}: {in_words(one.opens_on)} to {in_words(one.closes_on)}",
            "why": one.reason,
            "short": one.short_reason,
            "authorised_by": one.authorised_by,
        }
        for one in row.window.all()
    ]
    if row.approved_at is not None:
        who = "the agency’s only officer, who also wrote it" if row.approved_alone else "a second officer"
        lines.append({"at": row.approved_at, "what": f"Approved by {who}", "why": "", "short": "", "authorised_by": ""})
    return sorted(lines, key=lambda line: line["at"])


def _drawn(row: Consultation, *, on: date) -> dict[str, Any] | None:
    """The window as the drawing of its weeks, with its days in words."""
    if row.opens_on is None or row.closes_on is None:
        return None
    first = row.first_closes_on or row.closes_on
    # A close that was brought forward, or an opening that moved past the first close, is drawn as it is now.
    weeks = week_blocks(
        opens_on=row.opens_on, first_close_on=first if row.opens_on <= first <= row.closes_on else row.closes_on,
        closes_on=row.closes_on, on=on,
    )  # fmt: skip
    return {
        "weeks": weeks,
        "opened": f"{'opened' if row.opens_on <= on else 'opens'} {in_words(row.opens_on)}",
        "closes": f"{'closed' if row.closes_on < on else 'closes'} at the end of {in_words(row.closes_on)}",
    }


def _window(row: Consultation, at: datetime) -> Content:
    if row.opens_on is None or row.closes_on is None:
        return None
    on, thresholds = london_day(at), Thresholds()
    asked = window_days(thresholds, row.opens_on)
    entries: list[WindowEntry] = sorted(row.window.all(), key=lambda one: one.position)
    last = entries[-1] if entries else None
    return {
        "title": f"The window: {length_in_words(row.opens_on, row.closes_on, asked)}",
        "short": last.short_reason if last else "",
        "authorised_by": last.authorised_by if last else "",
        "lines": ledger_lines(row),
        "moved": TIMES.get(len(entries) - 1, f"{len(entries) - 1} times"),
        "promises": judge(row, thresholds, on=on) if row.is_public else [],
        "alone": row.approved_alone,
    }


def _explained(row: Consultation, at: datetime) -> Content:
    rows = [{"title": TITLES.get(one.check_key, ""), "words": one.words} for one in row.explanations.all()]
    return {"rows": rows} if rows else None


def register_sections() -> None:
    """Offer the parts that asking knows."""
    for section in (
        Section("proposal", "The proposal", "consultations/_proposal.html", _proposal, place=10),
        Section("options", "Options", "consultations/_options.html", _options, place=20),
        Section("effect", "Effect on the sector", "consultations/_effect.html", _effect, place=30),
        Section("asked", "Who is asked", "consultations/_asked.html", _who, place=40),
        Section("questions", "The questions", "consultations/_questions.html", _questions, place=50),
        Section("documents", "Documents", "consultations/_documents.html", _documents, place=60),
        Section("formats", "Other formats, other ways to answer", "consultations/_formats.html", _formats, place=70),
        Section("window", "", "consultations/_window.html", _window, place=80),
        Section("explained", "What stays, and why", "consultations/_explained.html", _explained, place=90),
    ):
        register(section)
