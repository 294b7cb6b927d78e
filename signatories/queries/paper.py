"""A list of paper signatures, read and matched with what is here: what would be made, what is there, what is refused.

Reading costs a few queries however many rows and partners there are.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from compact_portal.lib.cells import choice_of, day_of
from compact_portal.lib.dates import in_words, london_day
from compact_portal.lib.faults import Fault
from compact_portal.lib.folding import fold
from compact_portal.lib.org_ids import checked
from compact_portal.lib.tabular import Row, read_table
from signatories.models import Identifier, Membership, Partner, Signature
from signatories.queries.matching import by_name, by_number, called_alike, in_steps
from signatories.rules import paper as rules
from signatories.rules.directory import sector_of
from signatories.rules.signing import may_be_signed
from undertakings.models import Edition

FILE = "the file"

NEW, MATCHED, THERE, REFUSED = "new", "matched", "there", "refused"
_url = URLValidator(schemes=["http", "https"])


class Unfit(Exception):
    """Why a row cannot be taken, and how to mend it."""


@dataclass(slots=True)
class PlanRow:
    """What becomes of one row. `key` names a partner that is made, by whichever rows name it; `partner` one that is here."""

    line: int
    what: str
    name: str
    about: str
    key: str = ""
    partner: Partner | None = None
    sector: str = ""
    kind: str = ""
    identifier: str = ""
    website: str = ""
    signed_on: date | None = None
    edition: Edition | None = None
    signer: str = ""
    role: str = ""
    authority: str = ""
    alike: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Plan:
    """All rows in order. `digest` tells this plan from any other; `faults` are of the file as a table."""

    rows: list[PlanRow]
    faults: list[Fault]
    text: str

    def counted(self, what: str) -> int:
        return sum(row.what == what for row in self.rows)

    @property
    def partners_made(self) -> int:
        return len({row.key for row in self.rows if row.what == NEW})

    @property
    def there(self) -> int:
        return self.counted(THERE)

    @property
    def refused(self) -> int:
        return self.counted(REFUSED) + len(self.faults)

    @property
    def signatures_made(self) -> int:
        return self.counted(NEW) + self.counted(MATCHED)

    @property
    def fits(self) -> bool:
        """Whether there is something to do and nothing stands in its way."""
        return not self.refused and self.signatures_made > 0

    @property
    def digest(self) -> str:
        said = [
            (row.line, row.what, row.key, row.partner.pk if row.partner else 0, row.edition.pk if row.edition else 0)
            for row in self.rows
        ]
        return hashlib.sha256(json.dumps([self.text, said]).encode()).hexdigest()


def read_paper(data: bytes, *, on: date, own: frozenset[int], look: bool = True) -> Plan:
    """Read a file of paper signatures against what is here; with `look` names that are nearly the same are told as well.

    `own` are the partners of the coordinator who asks. Never raises.
    """
    rows, faults = read_table(
        data, file=FILE, required=rules.REQUIRED, optional=rules.OPTIONAL, never_empty=rules.REQUIRED, most_rows=rules.MOST_ROWS
    )
    text = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").strip()
    if not rows and not faults:
        faults = [Fault(FILE, 1, "The file has a heading and no row", "Add a row for each signature")]
    planned = _Matching(rows, on=on, own=own).plan()
    if look:
        _put_alike(planned)
    return Plan(planned, faults, text)


def own_partners(person: Any, *, on: date) -> frozenset[int]:
    """The partners in which somebody has a part on a day."""
    return frozenset(Membership.objects.on(on).filter(person=person).values_list("partner", flat=True))


class _Matching:
    """The rows of one file, with what is known here of the names and numbers that they have."""

    def __init__(self, rows: Sequence[Row], *, on: date, own: frozenset[int]) -> None:
        self.rows, self.on, self.own = rows, on, own
        self.editions = _editions(on)
        self.by_number = _by_number(rows)
        self.by_name = by_name(row["name"] for row in rows)
        known = {row.pk for row in self.by_number.values()} | {row.pk for found in self.by_name.values() for row in found}
        self.numbers = _numbers_of(known)
        self.signed = _signed(known)
        self.seen: dict[tuple[str, int], int] = {}  # (who, edition or 0): the line
        self.made: dict[str, PlanRow] = {}

    def plan(self) -> list[PlanRow]:
        return [self._row(row) for row in self.rows]

    def _row(self, row: Row) -> PlanRow:
        try:
            return self._taken(row)
        except Unfit as problem:
            return PlanRow(row.line, REFUSED, row["name"], str(problem))

    def _taken(self, row: Row) -> PlanRow:
        """What becomes of a row that can be read; raises Unfit."""
        planned = self._read(row)
        partner = planned.partner = self._partner(planned)
        planned.key = f"partner {partner.pk}" if partner else _key(planned)
        who = (planned.key, planned.edition.pk if planned.edition else 0)
        if line := self.seen.get(who):
            raise Unfit(f"Line {line} is the same signature. Take one of the two out")
        self.seen[who] = planned.line
        text = f"“{planned.edition.label}”" if planned.edition else "a text that is not held here"
        signed = f"signed {text} on {in_words(planned.signed_on)}" if planned.signed_on else ""
        if partner is None:
            first = self.made.setdefault(planned.key, planned)
            if first.sector != planned.sector or first.kind != planned.kind:
                raise Unfit(f"Line {first.line} says another sector or kind of the same organisation. Make them agree")
            also = "" if first is planned else f", the partner of line {first.line}"
            planned.about = f"A new partner{also}, which {signed}"
            return planned
        if before := self.signed.get((partner.pk, who[1])):
            planned.what, planned.about = THERE, f"{partner.name}: {before}"
            return planned
        planned.what, planned.about = MATCHED, f"{partner.name}, which is here, {signed}"
        return planned

    def _read(self, row: Row) -> PlanRow:
        """A row with its values checked; raises Unfit."""
        if wrong := rules.too_long(row.values):
            raise Unfit(wrong)
        try:
            sector = choice_of(row["sector"], dict(Partner.Sector.choices))
            kind = choice_of(row["kind"], dict(Partner.Kind.choices))
            identifier = checked(row["identifier"]) if row["identifier"] else ""
            signed_on = day_of(row["signed_on"])
            if row["website"]:
                _url(row["website"])
        except ValueError as problem:
            raise Unfit(str(problem).rstrip(".")) from None
        except ValidationError:
            raise Unfit("The website is no address. Write it in full, like https://example.org") from None
        if sector_of(kind) != sector:
            raise Unfit("The kind is not of that sector. Correct one of the two")
        edition = self._edition(row["edition"])
        published_on = edition.published_on if edition else None
        if not (permit := rules.day_permit(signed_on, on=self.on, published_on=published_on)):
            raise Unfit(permit.reason)
        return PlanRow(
            row.line, NEW, row["name"], "", sector=sector, kind=kind, identifier=identifier, website=row["website"],
            signed_on=signed_on, edition=edition, signer=row["signer"], role=row["role"], authority=row["authority"],
        )  # fmt: skip

    def _edition(self, words: str) -> Edition | None:
        if not words:
            return None
        edition = self.editions.get(fold(words))
        if edition is None:
            raise Unfit("No edition has that name or address. Leave it empty where the text is not held here")
        if not (permit := may_be_signed(standing=edition.standing, sample=settings.PORTAL_SAMPLE)):
            raise Unfit(permit.reason.rstrip("."))
        return edition

    def _partner(self, row: PlanRow) -> Partner | None:
        """Who is meant: by number, else by name. Raises Unfit where that is not clear, or nothing can be recorded."""
        partner = self.by_number.get(row.identifier) if row.identifier else None
        if partner is None:
            named = [one for one in self.by_name.get(fold(row.name), []) if self._may_be(one, row)]
            if len(named) > 1:
                raise Unfit(f"{len(named)} partners are called that. Add the identifier of the one that is meant")
            partner = named[0] if named else None
        if partner is None:
            return None
        if partner.pk in self.own:
            raise Unfit("This is your own organisation, so another coordinator has to record it")
        if not partner.is_listed:
            raise Unfit(f"{partner.name} was refused or still has to be checked. Do that first")
        if partner.sector != row.sector:
            raise Unfit(f"{partner.name} stands in the other sector here. Correct the row, or the partner")
        return partner

    def _may_be(self, partner: Partner, row: PlanRow) -> bool:
        """A number of the same list that differs says that two organisations of one name are not the same one."""
        own = self.numbers.get(partner.pk, [])
        listed = row.identifier.rpartition("-")[0]
        return not (listed and any(number.rpartition("-")[0] == listed and number != row.identifier for number in own))


def _key(row: PlanRow) -> str:
    return row.identifier or f"{row.sector} {fold(row.name)}"


def _editions(on: date) -> dict[str, Edition]:
    found: dict[str, Edition] = {}
    for edition in Edition.objects.published().filter(published_on__lte=on).defer("text").newest_first():
        for words in (edition.label, edition.slug):
            found.setdefault(fold(words), edition)
    return found


def _by_number(rows: Sequence[Row]) -> dict[str, Partner]:
    wanted = []
    for row in rows:
        try:
            wanted.append(checked(row["identifier"]))
        except ValueError:
            continue
    return by_number(wanted)


def _numbers_of(partners: Iterable[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for step in in_steps(partners):
        for partner, value in Identifier.objects.filter(partner__in=step).values_list("partner", "value"):
            found[partner].append(value)
    return found


def _signed(partners: Iterable[int]) -> dict[tuple[int, int], str]:
    """By partner and edition (0 for a text that is not held), what is recorded already. A withdrawn one is not made anew."""
    found: dict[tuple[int, int], str] = {}
    for step in in_steps(partners):
        rows = Signature.objects.filter(partner__in=step, confirmed_at__isnull=False).order_by("confirmed_at")
        for row in rows.only("partner", "edition", "method", "confirmed_at", "withdrawn_at", "invalidated_at", "reference"):
            since = "withdrawn since" if row.withdrawn_at else "invalidated since" if row.invalidated_at else ""
            how = "from paper" if row.method == Signature.Method.PAPER else "online"
            day = in_words(london_day(row.confirmed_at)) if row.confirmed_at else ""
            words = f"recorded already as {row.reference}, {how}, signed on {day}" + (f", {since}" if since else "")
            found[row.partner_id, row.edition_id or 0] = words
    return found


def _put_alike(rows: Sequence[PlanRow]) -> None:
    """Beside each new partner, the names here that are nearly the same."""
    new = [row for row in rows if row.what == NEW]
    found = called_alike([row.name for row in new])
    for row in new:
        row.alike = [name for _, name in found[row.name]]
