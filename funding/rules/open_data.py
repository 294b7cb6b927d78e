"""A grant as 360Giving 1.4 has it, and what may not stand in one.

Source: field-rules, "Open data of grants"; the schemas accept impossible dates, negative amounts and double numbers, so
these are looked at here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from compact_portal.lib.org_ids import checked
from funding.rules.terms import whole_months

VERSION = "1.4"
LONGEST_TITLE = 140
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")


@dataclass(frozen=True, slots=True)
class Org:
    """An organisation: its name, its slug in the directory, its numbers in public lists, its website."""

    name: str
    slug: str
    identifiers: tuple[str, ...]
    website: str


@dataclass(frozen=True, slots=True)
class Grant:
    """One grant: the whole award in pence, its days, both sides."""

    reference: str
    title: str
    description: str
    pence: int
    awarded_on: date
    start_on: date | None
    end_on: date | None
    funder: Org
    recipient: Org
    programme: str
    changed_at: datetime
    address: str


def org_id(org: Org, *, prefix: str) -> str:
    """The number that others know it by; else one of the publisher's own, which is none outside this package."""
    if org.identifiers:
        return min(org.identifiers, key=_known_first)
    return f"{prefix}-{org.slug}"


def _known_first(value: str) -> tuple[int, str]:
    order = ("GB-CHC", "GB-COH", "GB-LAE", "GB-NHS")
    return next((place for place, code in enumerate(order) if value.startswith(code)), len(order)), value


def _organisation(org: Org, *, prefix: str) -> dict[str, Any]:
    found: dict[str, Any] = {"id": org_id(org, prefix=prefix), "name": org.name}
    for value in org.identifiers:
        if value.startswith("GB-CHC-"):
            found["charityNumber"] = value.removeprefix("GB-CHC-")
        if value.startswith("GB-COH-"):
            found["companyNumber"] = value.removeprefix("GB-COH-")
    return found | ({"url": org.website} if org.website else {})


def without_addresses(words: str) -> str:
    """Words in which no e-mail address stands: a person's would be published with them."""
    return _ADDRESS.sub("[address taken out]", words)


def grant_of(grant: Grant, *, prefix: str) -> dict[str, Any]:
    """The grant as its package holds it. `prefix` is the publisher's own, "360G-…"."""
    found: dict[str, Any] = {
        "id": f"{prefix}-{grant.reference}",
        "title": without_addresses(grant.title)[:LONGEST_TITLE],
        "description": without_addresses(grant.description),
        "currency": "GBP",
        "amountAwarded": float(Decimal(grant.pence) / 100),
        "awardDate": grant.awarded_on.isoformat(),
        "fundingOrganization": [_organisation(grant.funder, prefix=prefix)],
        "recipientOrganization": [_organisation(grant.recipient, prefix=prefix)],
        "dateModified": grant.changed_at.isoformat(),
        "dataSource": grant.address,
    }
    if grant.start_on and grant.end_on:
        months = whole_months(grant.start_on, grant.end_on)
        dates = {"startDate": grant.start_on.isoformat(), "endDate": grant.end_on.isoformat(), "duration": months}
        found["plannedDates"] = [dates]
    if grant.programme:
        found["grantProgramme"] = [{"title": grant.programme}]
    return found


def faults_of(grants: Iterable[dict[str, Any]], *, prefix: str) -> list[str]:
    """What the published schemas let pass: double numbers, amounts that are none, days that do not exist, unknown lists,
    e-mail addresses. A line each, with the grant's number."""
    seen: set[str] = set()
    found = []
    for grant in grants:
        number = grant["id"]
        if number in seen:
            found.append(f"{number}: the number stands twice")
        seen.add(number)
        if not grant["amountAwarded"] > 0:
            found.append(f"{number}: the amount is not above nothing")
        days = [
            grant["awardDate"],
            *(day for dates in grant.get("plannedDates", ()) for key, day in dates.items() if "Date" in key),
        ]
        found += [f"{number}: {day} is no day" for day in days if not _is_day(day)]
        organisations = [*grant["fundingOrganization"], *grant["recipientOrganization"]]
        found += [f"{number}: {one['id']} is of no known list" for one in organisations if not _is_known(one["id"], prefix)]
        if _ADDRESS.search(f"{grant['title']} {grant['description']}"):
            found.append(f"{number}: an e-mail address stands in it")
    return found


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_known(value: str, prefix: str) -> bool:
    try:
        checked(value, own_prefix=prefix)
    except ValueError:
        return False
    return True
