"""Reads for the site's own pages."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import F, QuerySet
from django.db.models.expressions import OrderBy
from django.urls import reverse

from compact_portal.audit.queries import last_changes
from compact_portal.lib.dates import london_day
from compact_portal.pages.parts import kept
from compact_portal.pages.sitemap import rows_of_part, sections
from compact_portal.site.models import ProblemReport
from compact_portal.site.rules import of_the_day
from consultations.queries.register import open_now
from signatories.queries.directory import Signed, how_many_signed
from signatories.rules.directory import capped
from undertakings.models import Clause, CodeOfPractice, Contact, Edition, Example, Link, Section, Term
from undertakings.queries.shown import MeasureShown, telling_measures

HOME_EXAMPLES = 3

# What search finds, as readers call it.
SEARCHED = {
    "clause": "Principles and undertakings",
    "section": "Parts of the compact",
    "term": "Jargon",
    "example": "Examples",
    "contact": "Contacts",
    "link": "Further information",
    "code": "Codes of practice",
    "partner": "Signatories",
    "agreement": "Funding",
    "consultation": "Consultations",
    "decision": "Decisions",
    "policy-appraisal": "Policy appraisals",
    "outcome": "Outcomes of consultations",
}

# What "changed last" on the home page looks at: what it is called there, its rows, the page that shows them.
LIVING = (
    ("The jargon buster", Term, "undertakings:term_list"),
    ("The examples", Example, "undertakings:example_list"),
    ("The contacts", Contact, "undertakings:contact_list"),
    ("Further information", Link, "undertakings:contact_list"),
    ("The codes of practice", CodeOfPractice, "undertakings:code_list"),
)


@dataclass(frozen=True, slots=True)
class Changed:
    """Something public, the day on which it changed last, and where it is."""

    what: str
    on: date
    url: str


@dataclass(frozen=True, slots=True)
class SignedInWords:
    """How many have signed the edition in force, and how many an earlier one that they are to reaffirm; "" for nobody."""

    in_force: str
    earlier: str


@dataclass(frozen=True, slots=True)
class HomeRecords:
    """What the home page shows out of the text and the records."""

    clauses: list[dict[str, Any]]
    counts: dict[str, int]
    examples: Sequence[Mapping[str, Any]]
    changed: list[Changed]
    measures: list[MeasureShown]
    consultations: list[dict[str, Any]]


def home_records(edition: Edition, *, on: date) -> HomeRecords:
    """What the home page shows on a day, with an edition in force."""
    rows: Sequence[Mapping[str, Any]] = list(
        Clause.objects.filter(edition=edition)
        .order_by("position")
        .values("kind", "sector", "number", "anchor", "words", "bound_by")
    )
    return HomeRecords(
        clauses=strongest(rows, on=on),
        counts={kind: sum(row["kind"] == kind for row in rows) for kind in Section.Kind.values},
        examples=list(
            Example.objects.order_by(_last("to_year"), _last("from_year"), "position").values(
                "slug", "title", "from_year", "to_year"
            )[:HOME_EXAMPLES]
        ),
        changed=changed_last(edition),
        measures=telling_measures(on=on),
        consultations=open_now(on=on),
    )


@kept
def signed_on(on: date) -> SignedInWords:
    """How many have signed by a day, in words."""
    return signed_in_words(how_many_signed(on=on))


def signed_in_words(signed: Signed) -> SignedInWords:
    """How many have signed, as a sentence says it: "12 organisations", "More than 1,000 organisations"."""

    def words(count: int) -> str:
        return f"{capped(count)} organisation{'' if count == 1 else 's'}" if count else ""

    return SignedInWords(words(signed.in_force).capitalize(), words(signed.earlier))


def _last(column: str) -> OrderBy:
    """The newest first, and what has no year at the end, on both databases."""
    return F(column).desc(nulls_last=True)


def strongest(rows: Sequence[Mapping[str, Any]], *, on: date) -> list[dict[str, Any]]:
    """One principle, one undertaking of each sector: for each the clause whose turn it is on the day."""
    groups = (
        (Section.Kind.PRINCIPLE, ""),
        (Section.Kind.UNDERTAKING, Section.Sector.STATUTORY),
        (Section.Kind.UNDERTAKING, Section.Sector.VOLUNTARY),
    )
    found = []
    for kind, sector in groups:
        chosen = of_the_day(
            [(row["words"], row) for row in rows if row["kind"] == kind and (not sector or row["sector"] == sector)],
            on=on,
        )
        if chosen is not None:
            found.append({**chosen, "label": _label(kind, sector), "url": _address(kind, chosen["anchor"])})
    return found


def _address(kind: str, anchor: str) -> str:
    if kind == Section.Kind.PRINCIPLE:
        return f"{reverse('undertakings:principle_list')}#{anchor}"
    return reverse("undertakings:undertaking_detail", args=[anchor])


def _label(kind: str, sector: str) -> str:
    if kind == Section.Kind.PRINCIPLE:
        return "A principle that both sectors share"
    who = "public agencies" if sector == Section.Sector.STATUTORY else "voluntary and community sector"
    return f"An undertaking by the {who}"


def changed_last(edition: Edition) -> list[Changed]:
    """When the edition in force was published and each living part of the portal changed last, newest first."""
    assert edition.published_on is not None
    found = [
        Changed(
            f"The compact: {edition.label}",
            edition.published_on,
            reverse("undertakings:edition_detail", args=[edition.slug]),
        )
    ]
    for (what, _, url), at in zip(LIVING, last_changes(*(model for _, model, _ in LIVING)), strict=True):
        if at is not None:
            found.append(Changed(what, london_day(at), reverse(url)))
    return sorted(found, key=lambda changed: changed.on, reverse=True)


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """Some reports and, where there are more, the reference to go on after."""

    reports: list[ProblemReport]
    more_after: str


def problem_page(*, after: str = "", most: int = 30) -> ProblemPage:
    """Reports, open ones first, the newest first among each; `after` is the reference of the last one seen.

    Two ranges of one index, so that the hundredth page costs what the first does.
    """
    last = ProblemReport.objects.filter(reference=after).first() if after else None
    waiting, closed = ProblemReport.objects.filter(closed_at=None), ProblemReport.objects.exclude(closed_at=None)
    found: list[ProblemReport] = []
    if last is None or last.closed_at is None:
        found = list(_older(waiting, last)[: most + 1])
        last = None
    if len(found) <= most:
        found += _older(closed, last)[: most + 1 - len(found)]
    return ProblemPage(reports=found[:most], more_after=found[most - 1].reference if len(found) > most else "")


def _older(reports: QuerySet[ProblemReport], last: ProblemReport | None) -> QuerySet[ProblemReport]:
    if last is not None:
        reports = reports.filter(reported_at__lte=last.reported_at).exclude(reported_at=last.reported_at, id__gte=last.pk)
    return reports.order_by("-reported_at", "-pk")


@dataclass(frozen=True, slots=True)
class WorkspaceLink:
    """Something that a person may do in the workspace, and where."""

    label: str
    about: str
    url: str


# What the workspace offers, and the permission that each needs ("" for everybody who is signed in).
OFFERS = (
    (
        "partner.read",
        "Your organisations",
        "Where each stands with the compact, what it says of itself, reaffirming and withdrawing.",
        "signatories:own_partner_list",
    ),
    (
        "evidence.reply",
        "Your figures",
        "Which of your undertakings would turn red next, what to do about it, and replying beside a figure.",
        "signatories:evidence_desk",
    ),
    (
        "funding.log",
        "Funding desk",
        "What is to be paid, told, evaluated; new agreements, notices, rounds.",
        "funding:funding_desk",
    ),
    (
        "consultations.log",
        "Consultations",
        "What is to be written, approved, closed, answered; new consultations and their windows.",
        "consultations:consultation_desk",
    ),
    (
        "funding.answer",
        "Your funding",
        "All agreements over all agencies on one line of time, and whether the next year is known.",
        "funding:own_funding_list",
    ),
    ("consultations.log", "Decisions", "Record what your agency decided, and why.", "consultations:own_decision_list"),
    (
        "consultations.log",
        "Policy appraisals",
        "Record what a new policy means for the sector, before it is adopted.",
        "consultations:own_appraisal_list",
    ),
    (
        "",
        "Your answers",
        "What you answered to consultations: read it again, change it, withdraw it.",
        "consultations:given_answer_list",
    ),
    (
        "partners.check",
        "Coordinator’s desk",
        "What waits: signatures to check, mail that failed, partners to merge or correct, paper signatures.",
        "signatories:desk",
    ),
    (
        "evidence.oversee",
        "Replies beside figures",
        "What agencies and partners say of their figures, and hiding what must not stand.",
        "signatories:reply_list",
    ),
    ("text.edit", "Editions", "Prepare, correct and publish the compact’s text.", "undertakings:draft_list"),
    (
        "reference.edit",
        "Reference pages",
        "Jargon, examples, contacts, links, codes of practice.",
        "undertakings:reference_list",
    ),
    (
        "reference.edit",
        "Notice guideline for all",
        "How many months of notice every agency gives that has no guideline of its own.",
        "funding:common_guideline_create",
    ),
    ("problems.read", "Problems with pages", "What people reported, to be answered.", "site:problem_list"),
    ("", "Second factor", "Protect your sign-in with an app on your telephone, or with a passkey.", "mfa_index"),
    ("", "Where you are signed in", "Look, and sign out everywhere else.", "usersessions_list"),
    ("", "My data", "See, download or erase what is held about you.", "signatories:my_data_detail"),
)


def workspace_links(may: Callable[[str], bool]) -> list[WorkspaceLink]:
    """What the workspace offers to somebody, told by a function that says whether they have a permission."""
    return [
        WorkspaceLink(label, about, reverse(url)) for permission, label, about, url in OFFERS if not permission or may(permission)
    ]


def sitemap_parts() -> Iterator[str]:
    """The addresses of the files of the map of the site."""
    for section in sections():
        for number in range(1, section.parts() + 1):
            yield settings.PORTAL_ADDRESS + reverse("site:sitemap_part", args=[section.key, number])


def sitemap_pages(key: str, number: int, *, on: date) -> Iterator[tuple[str, date | None]] | None:
    """The addresses in one file of the map, each with the day of its last change; None where there is no such file."""
    section = next((one for one in sections() if one.key == key and 1 <= number <= one.parts()), None)
    if section is None:
        return None
    return ((settings.PORTAL_ADDRESS + page.path, page.changed_on) for page in section.pages(rows_of_part(number), on))


_migrated = False


def migrations_applied() -> bool:
    """Whether the database has every migration of this code. Asked once: what is applied stays applied."""
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated


def database_answers() -> bool:
    """Raises a DatabaseError where it does not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))
