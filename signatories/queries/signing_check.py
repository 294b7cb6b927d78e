"""The answers of a journey, to be checked before signing."""

from datetime import date
from typing import Any

from django.urls import reverse

from compact_portal.lib.dates import in_words
from signatories.models import Partner, SigningJourney
from signatories.queries.signing import name_in

LEFT_OUT = "Left out"


def check_rows(journey: SigningJourney) -> dict[str, Any]:
    """The rows of the summary, each with the address at which it is changed, and the words of the declaration."""
    answers = journey.answers
    you, authority, pledge = answers["you"], answers["authority"], answers["pledge"]
    day = in_words(date.fromisoformat(authority["day"]))
    rows = [
        *_partner_rows(answers),
        _row("Your name", you["name"], "you"),
        _row("Your role", you["role"], "you"),
        _row("Your e-mail address", you["email"], "you"),
        _row("Who decided", authority["body"], "authority"),
        _row("Decided on", day, "authority"),
        _row("Pledge", pledge["pledge"] or LEFT_OUT, "pledge"),
        _row("Compact champion", pledge["champion"] or LEFT_OUT, "pledge"),
    ]
    facts = {"name": you["name"], "role": you["role"], "partner": name_in(answers), "body": authority["body"], "day": day}
    return {"rows": rows, "declared": facts}


def _partner_rows(answers: dict[str, Any]) -> list[dict[str, str]]:
    if answers["partner"]["partner"] != "none":
        return [_row("Organisation", name_in(answers), "partner")]
    new = answers["new"]
    return [
        _row("Organisation", new["name"], "new"),
        _row("Sector", Partner.Sector(new["sector"]).label, "new"),
        _row("Kind of organisation", Partner.Kind(new["kind"]).label, "new"),
        _row("Number in a public list", new["identifier"] or LEFT_OUT, "new"),
        _row("Website", new["website"] or LEFT_OUT, "new"),
    ]


def _row(term: str, value: str, step: str) -> dict[str, str]:
    return {"term": term, "value": value, "url": reverse(f"signatories:signing_{step}"), "action": "Change"}
