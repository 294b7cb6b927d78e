"""What signatures and partners show: signatures reaffirmed, champions named, small groups that have signed."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import islice
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet
from django.urls import reverse

from compact_portal.lib.dates import financial_year
from signatories import panels
from signatories.models import EvidenceReply, Partner
from signatories.queries.evidence import partner_evidence
from signatories.queries.open_data import CHAIN_KEYS, SIGNATORY_COLUMNS, chain_changed_at, directory_changed_at
from signatories.queries.replies import REPLY_COLUMNS, public_replies
from signatories.rules.evidence import SMALL, reaffirmed
from undertakings import open_data
from undertakings.evidence import AmountMeasure, Judged, PromiseMeasure, RecordLine, name_agencies_by, register
from undertakings.models import Edition
from undertakings.open_data import Entry
from undertakings.queries.reference import last_change
from undertakings.replies import told_by

STEP = 2_000


def signatories() -> QuerySet[Partner]:
    """Partners with a standing signature that the public sees and that are still there."""
    return Partner.objects.listed().filter(signed_on__isnull=False, dissolved_on=None)


def reaffirmed_facts(ids: Sequence[int] | None) -> Iterator[Judged]:
    """Each partner that has signed. It counts in the year of the newest edition, which is what there is to reaffirm."""
    known = Edition.objects.published().newest_first().values_list("pk", "published_on")
    editions = [(pk, day) for pk, day in known if day]
    if not editions:
        return
    rows = signatories().order_by("pk").values_list("pk", "signed_edition_id", "signed_on")
    for pk, edition, signed_on in _stepwise(rows) if ids is None else rows.filter(pk__in=ids):
        assert signed_on is not None  # signatories() has asked for it
        judge = partial(
            reaffirmed,
            signed_edition=edition,
            signed_on=signed_on,
            editions=editions,
            lapse_months=settings.PORTAL_LAPSE_MONTHS,
        )
        yield Judged(pk, pk, editions[0][1], judge)


def _stepwise(rows: Any) -> Iterator[Any]:
    """Rows by their number, a step at a time, since other queries run between."""
    last = 0
    while step := list(islice(rows.filter(pk__gt=last), STEP)):
        yield from step
        last = step[-1][0]


def partner_lines(ids: Sequence[int]) -> dict[int, RecordLine]:
    """Each partner by its name, with its page. One that the public no longer sees is bare."""
    found = {number: RecordLine(name, url) for number, (name, url, _) in name_agencies(ids).items()}
    return {number: found.get(number, RecordLine("A partner that is not listed")) for number in ids}


def reaffirming_addresses(ids: Sequence[int]) -> dict[int, str]:
    """Where a signatory of each partner reaffirms."""
    rows = Partner.objects.filter(pk__in=ids).values_list("pk", "slug")
    return {pk: reverse("signatories:own_partner_reaffirm", args=[slug]) for pk, slug in rows}


def name_agencies(ids: Collection[int]) -> dict[int, tuple[str, str, str]]:
    """Name, page and sector of partners, for figures that concern them; nothing of those that the public does not see."""
    rows = Partner.objects.listed().filter(pk__in=ids).values_list("pk", "name", "slug", "sector")
    return {pk: (name, reverse("signatories:partner_detail", args=[slug]), sector) for pk, name, slug, sector in rows}


def _with_champion() -> QuerySet[Partner]:
    return signatories().exclude(champion="").order_by()


def champions(on: date, agencies: Sequence[int] | None) -> Mapping[tuple[int | None, str], int]:
    """One for each signatory that names a champion now."""
    rows = _with_champion() if agencies is None else _with_champion().filter(pk__in=agencies)
    return {(pk, financial_year(on)): 1 for pk in rows.values_list("pk", flat=True)}


def champion_totals(on: date) -> Mapping[str, int]:
    """The same, counted."""
    return {financial_year(on): count} if (count := _with_champion().count()) else {}


def _small() -> QuerySet[Partner]:
    return signatories().filter(income_band__in=SMALL).order_by()


def small_groups(on: date, agencies: Sequence[int] | None) -> Mapping[tuple[int | None, str], int]:
    """One for each small group whose signature stands, in the year in which it signed."""
    rows = _small() if agencies is None else _small().filter(pk__in=agencies)
    return {(pk, financial_year(day)): 1 for pk, day in rows.values_list("pk", "signed_on") if day}


def small_group_totals(on: date) -> Mapping[str, int]:
    """The same, counted by year."""
    found: Counter[str] = Counter()
    for day, count in _small().values_list("signed_on").annotate(count=Count("pk")):
        found[financial_year(day)] += count
    return found


REAFFIRMED = PromiseMeasure(
    key="signatures-reaffirmed",
    question="Do signatories reaffirm the compact when a new edition is published?",
    source="the portal's reading",
    rule="Kept when the signature is of the edition in force. A signature of an earlier text is not due until it lapses; "
    "lapsed without being reaffirmed, it is not kept. Partners that have withdrawn or dissolved are not counted.",
    model="signatories.Partner",
    facts=reaffirmed_facts,
    lines=partner_lines,
    watches={
        "signatories.Partner": lambda row: [row.pk],
        "undertakings.Edition": lambda row: None if row.published_on else (),
    },
    by_agency=False,
    to_do="See what changed since you signed, and reaffirm.",
    desk=reaffirming_addresses,
)

CHAMPIONS = AmountMeasure(
    key="champion-named",
    question="How many signatories name a compact champion?",
    source="the portal's reading",
    rule="Signatories that name a champion now. It counts what stands on the day, so it has one year only.",
    unit="champions named",
    one="champion named",
    amounts=champions,
    totals=champion_totals,
)

SMALL_GROUPS = AmountMeasure(
    key="small-groups-signed",
    question="How many small groups have signed?",
    source="the portal's reading",
    rule="Signatories with an income of under £100,000 a year whose signature stands, by the year in which they signed. "
    "Partners that do not say their income are not counted.",
    unit="small groups signed",
    one="small group signed",
    amounts=small_groups,
    totals=small_group_totals,
)

SIGNATORIES = Entry(
    "Signatories",
    "Every partner with where it stands, what it pledges and the proof of its signature. Updated with each signature.",
    (("CSV", "signatories:open_signatories_csv"), ("JSON", "signatories:open_signatories_json")),
    SIGNATORY_COLUMNS,
    place=30,
    changed_at=lambda on: directory_changed_at(on=on),
)
CHAIN = Entry(
    "The chain of signatures",
    "Every link and every published head, so that anybody can see that nothing was rewritten.",
    (("JSON", "signatories:open_chain_json"),),
    CHAIN_KEYS,
    place=35,
    changed_at=lambda _: chain_changed_at(),
)
REPLIES = Entry(
    "Replies beside figures",
    "What agencies and partners say of figures that concern them. Updated with each reply.",
    (("CSV", "signatories:open_replies_csv"),),
    REPLY_COLUMNS,
    place=45,
    changed_at=lambda _: last_change(EvidenceReply),
)


def offer() -> None:
    """Register what this app measures, say who an agency is, and show on its page what concerns it."""
    for measure in (REAFFIRMED, CHAMPIONS, SMALL_GROUPS):
        register(measure)
    name_agencies_by(name_agencies)
    told_by(public_replies)
    open_data.register(SIGNATORIES)
    open_data.register(REPLIES)
    open_data.register(CHAIN)
    panels.register(
        panels.Panel("evidence", "Does it keep its word?", "signatories/_evidence.html", partner_evidence, place=50),
    )
