"""An answer as its writer reads it again: on the receipt, behind the mailed link, in the workspace, and as a PDF."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from compact_portal.lib.dates import at_in_words, in_words, london_day
from consultations.models import AnswerJourney, Consultation, Response
from consultations.queries.answering import Sheet, answers_in, sheet_of
from consultations.rules.answering import may_be_changed, page_step

NOTHING_SAID = "Not answered"
LEFT_OUT = "Left out"
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is held of an answer: facts about it, each question with what was answered, and whether it can be changed."""

    response: Response
    facts: list[Row]
    answers: list[Row]
    may_change: bool
    why_not: str


def receipt_of(response: Response, *, at: datetime) -> Receipt:
    """All of it, as it is now."""
    sheet = sheet_of(response.consultation, on=london_day(at))
    found = answers_in(response)
    answers = [_row(ask.words, ask.in_words(found[ask.pk]) if ask.pk in found else NOTHING_SAID) for ask in sheet.all]
    closes_at = response.consultation.closes_at
    permit = may_be_changed(at, closes_at=closes_at, was_late=response.is_late) if closes_at else None
    withdrawn = response.withdrawn_at is not None
    why_not = permit.reason if permit is not None else ""
    return Receipt(response, _facts(response), [] if withdrawn else answers, bool(permit) and not withdrawn, why_not)


def _facts(response: Response) -> list[Row]:
    facts = [
        _row("Number", response.reference),
        _row("Consultation", response.consultation.title),
        _row("Asked by", response.consultation.agency.name),
        _row("Received", received_in_words(response)),
        _row("For whom", as_whom(response)),
        _row("Name", response.name or LEFT_OUT),
        _row("May be published", publishing_in_words(response)),
    ]
    if response.changed_at:
        facts.insert(4, _row("Changed", at_in_words(response.changed_at)))
    if response.is_confidential:
        facts.append(_row("Why it is confidential", response.confidential_reason or LEFT_OUT))
    return facts


def received_in_words(response: Response) -> str:
    """When it came, and whether that was in time. What an officer typed in came on a day."""
    online = response.manner == Response.Manner.ONLINE
    when = at_in_words(response.received_at) if online else in_words(london_day(response.received_at))
    how = "" if online else f", {response.get_manner_display().lower()}"
    return f"{when}{how}, {'after the close: kept apart as late' if response.is_late else 'in time'}"


def as_whom(response: Response) -> str:
    """For whom somebody speaks, and whether that is proved."""
    if not response.is_organisation:
        return "A person"
    return f"{response.organisation}, by its member" if response.partner_id else response.organisation


def publishing_in_words(response: Response) -> str:
    """What may become of it."""
    if response.is_confidential:
        return "No: it is confidential"
    return "Yes, after the close" if response.may_publish else "No"


def _row(term: str, value: str, url: str = "") -> Row:
    return {"term": term, "value": value, "url": url, "action": "Change"}


def check_rows(journey: AnswerJourney, sheet: Sheet, *, whom: str) -> dict[str, list[Row]]:
    """What was typed, to be checked before it is sent; each row leads to the page on which it is changed."""
    kept, slug = journey.answers, journey.consultation.slug
    you, publish = kept["you"], kept["publish"]
    found = sheet.given(kept)
    answers = [
        _row(ask.words, ask.in_words(found[ask.pk]) if ask.pk in found else NOTHING_SAID, step_address(slug, page_step(number)))
        for number, page in enumerate(sheet.pages, start=1)
        for ask in page
    ]
    confidential = publish["is_confidential"]
    public = publish["may_publish"] == "yes" and not confidential
    rows = [
        _row("For whom", whom, step_address(slug, "who")),
        *([_row("Organisation", you["organisation"], step_address(slug, "you"))] if kept["who"]["who"] == "organisation" else []),
        _row("Your name", you["name"] or LEFT_OUT, step_address(slug, "you")),
        _row("Your e-mail address", you["email"] or LEFT_OUT, step_address(slug, "you")),
        _row(
            "May be published",
            "Yes" if public else "No",
            step_address(slug, "publish"),
        ),
        _row("Confidential", "Yes" if confidential else "No", step_address(slug, "publish")),
    ]
    if confidential:
        rows.append(_row("Why", publish["confidential_reason"] or LEFT_OUT, step_address(slug, "publish")))
    return {"answers": answers, "about_you": rows}


def page_address(about: Consultation) -> str:
    """The public page of a consultation, as the design has it."""
    return f"/consultations/{about.slug}/"


def step_address(slug: str, step: str) -> str:
    """The page of a step."""
    if step.startswith("page-"):
        return reverse("consultations:answer_question", args=[slug, int(step.removeprefix("page-"))])
    return reverse(f"consultations:answer_{step}", args=[slug])


def copy_document(receipt: Receipt) -> dict[str, Any]:
    """What the PDF says (templates/consultations/answer_copy.typ)."""
    about = receipt.response.consultation
    return {
        "title": about.title, "agency": about.agency.name, "reference": receipt.response.reference,
        "address": settings.PORTAL_ADDRESS + reverse("consultations:answer_start", args=[about.slug]),
        "facts": [[row["term"], row["value"]] for row in receipt.facts],
        "answers": [[row["term"], row["value"]] for row in receipt.answers],
        "withdrawn": at_in_words(receipt.response.withdrawn_at) if receipt.response.withdrawn_at else "",
        "sample": settings.PORTAL_SAMPLE,
    }  # fmt: skip
