"""What each row of a spreadsheet would do, read against what is recorded: made, changed, there already, or not yet possible.

A step of rows costs a fixed number of queries. Verdicts come from `queries.judging`, as those on recorded agreements do.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min, Q, Sum

from compact_portal.lib.dates import in_words
from compact_portal.lib.folding import fold
from compact_portal.lib.money import in_pounds
from funding import rules
from funding.models import Agreement, ImportBatch, ImportRow, Instalment, YearAllocation
from funding.queries.judging import MONEY, TERM, Guidance, Records, judge, records_of
from funding.rules import catalogue
from funding.rules import importing as reading
from funding.rules.importing import Held, Read
from signatories.models import Identifier, Partner
from signatories.queries.matching import by_name, by_number, called_alike, in_steps

KINDS, PAYMENTS = dict(Agreement.Kind.choices), dict(Agreement.Payment.choices)
What = ImportRow.What
Faults = list[tuple[str, str]]
# Columns of a record by what a page calls them.
LABELS = {column.writes: column.label for column in reading.COLUMNS} | {"recipient_id": "Recipient"}
_CHOICES = {"kind": KINDS, "payment": PAYMENTS}


def read(row: ImportRow, columns: Mapping[str, int], *, on: date) -> Read:
    """A row in values; `columns` are the places of its cells by the key of our column."""
    cells = {key: row.cells[place] for key, place in columns.items()}
    return reading.read_row(cells, kinds=KINDS, payments=PAYMENTS, on=on)


def places(batch: ImportBatch) -> dict[str, int]:
    """Where each of our columns stands in the file."""
    chosen = batch.mapping.columns if batch.mapping else {}
    return {chosen[heading]: place for place, heading in enumerate(batch.headings) if chosen.get(heading)}


def say(row: ImportRow, batch: ImportBatch, *, on: date) -> None:
    """Put into a row what it says of itself. The first of the two readings: the second asks other rows for it."""
    found = read(row, places(batch), on=on)
    row.kind, row.key, row.identity = found.kind, found.key[:60], found.identity[:200]
    names = ("award_pence", "") if found.kind == reading.AGREEMENT else ("pence", "paid_pence")
    row.pence, row.paid_pence = (found.values.get(name) for name in names)


def words_of(name: str, value: Any) -> str:
    """A value of a record as a page prints it."""
    if value in (None, ""):
        return "nothing"
    if name.endswith("_pence") or name == "pence":
        return in_pounds(value)
    if isinstance(value, date):
        return in_words(value)
    return str(_CHOICES.get(name, {}).get(value, value))


class Checking:
    """Some rows of a batch, with all that is known of what they name."""

    def __init__(self, batch: ImportBatch, rows: Sequence[ImportRow], *, on: date) -> None:
        self.batch, self.on, self.rows = batch, on, rows
        self.agency, self.mapping = batch.agency, batch.mapping
        self.columns = places(batch)
        self.reads = {row.pk: read(row, self.columns, on=on) for row in rows}
        self.guidance = Guidance()
        self.first = _first_of(batch, [row.identity for row in rows])
        keys = {row.key for row in rows if row.key}
        self.existing = recorded(self.agency, keys)
        self.in_file = {
            key
            for step in in_steps(keys)
            for key in batch.rows.filter(kind=reading.AGREEMENT, key__in=step).values_list("key", flat=True)
        }
        of_payments = {row.key for row in rows if row.kind == reading.PAYMENT}
        parents = [found.pk for key, found in self.existing.items() if key in of_payments]
        self.instalments = _instalments(parents)
        self.held: dict[int, list[Held]] = {}
        for one in self.instalments.values():
            told = Held(one.pk, one.own_reference, one.due_on, one.pence, one.paid_on, one.paid_pence)
            self.held.setdefault(one.agreement_id, []).append(told)
        own = {row.key for row in rows if row.kind == reading.AGREEMENT}
        changed = [found for key, found in self.existing.items() if key in own]
        self.records = {one.agreement.pk: one for one in records_of(changed, groups=(TERM, MONEY))}
        self.taken = _taken(batch, parents, [row.pk for row in rows])
        self._know_partners()

    def _know_partners(self) -> None:
        wanted = [one.values for one in self.reads.values() if one.kind == reading.AGREEMENT]
        self.by_number = by_number(one["recipient_number"] for one in wanted if "recipient_number" in one)
        names = [one["recipient"] for one in wanted if "recipient" in one]
        self.by_name = by_name(names)
        answered = self.mapping.recipients if self.mapping else {}
        self.answers = {partner.pk: partner for partner in Partner.objects.listed().filter(pk__in=set(answered.values()))}
        self.answered = {name: self.answers.get(number) for name, number in answered.items()}
        found = {partner.pk for partners in self.by_name.values() for partner in partners}
        self.numbers: dict[int, list[str]] = {}
        for step in in_steps(found):
            for number, value in Identifier.objects.filter(partner__in=step).values_list("partner", "value"):
                self.numbers.setdefault(number, []).append(value)
        unknown = [name for name in names if fold(name)[:210] not in self.by_name and fold(name) not in self.answered]
        self.alike = called_alike(list(dict.fromkeys(unknown)))

    def check(self) -> None:
        """Put into each row what it will do, and what is wrong with it."""
        for row in self.rows:
            found = self.reads[row.pk]
            row.effect, row.target, row.target_version, row.parent, row.parent_version = {}, None, 0, None, 0
            faults = list(found.faults)
            if (first := self.first.get(row.identity, row.number)) != row.number:
                faults.append(("", f"Row {first} is the same {found.kind}. Take one of the two out, or give each a reference"))
            if found.kind == reading.AGREEMENT:
                self._agreement(row, found, faults)
            elif found.kind == reading.PAYMENT and found.key:
                self._payment(row, found, faults)
            row.faults = [[self.columns.get(key), said] for key, said in faults]
            if faults:
                row.what = What.REFUSED

    # Agreements

    def _agreement(self, row: ImportRow, found: Read, faults: Faults) -> None:
        held = self.existing.get(found.key)
        instead = self.mapping.instead if self.mapping else {}
        values, lacking = reading.agreement_values(found, instead=instead, new=held is None)
        faults += lacking
        recipient = self._recipient(row, found, faults)
        if recipient is not None:
            values["recipient_id"] = recipient.pk
            if recipient.pk == self.agency.pk:
                faults.append(("recipient", "An agency does not fund itself. Name another organisation"))
        before = {name: getattr(held, name) for name in values} if held else {}
        if held is None:
            values |= {"own_reference": found.key, "state": Agreement.State.RECORDED}
        made = copy(held) if held else Agreement(funder=self.agency)
        for name, value in values.items():
            setattr(made, name, value)
        if made.start_on and made.end_on and made.end_on < made.start_on and not any(key == "end_on" for key, _ in faults):
            faults.append(("end_on", "With what is recorded, the last day would be before the first"))
        self._effect(row, held, values, before)
        self._name_recipients(row, held, recipient)
        if not faults:
            row.effect["verdicts"] = self._verdicts(
                replace(self.records[held.pk], agreement=made) if held else Records(made), (TERM, MONEY)
            )
        if "asked" in row.effect and row.what != What.REFUSED:
            row.what = What.ASKED

    def _name_recipients(self, row: ImportRow, held: Agreement | None, recipient: Partner | None) -> None:
        row.effect["recipient"] = recipient.name if recipient else held.recipient.name if held and held.recipient else ""
        for change in row.effect.get("changes", ()):
            if change[0] == LABELS["recipient_id"] and recipient:
                change[1:] = [held.recipient.name if held and held.recipient else "nobody", recipient.name]

    def _recipient(self, row: ImportRow, found: Read, faults: Faults) -> Partner | None:
        """Who is meant: by number, else by name, else as an officer has answered. Adds to the faults where that is not clear."""
        number, name = found.values.get("recipient_number", ""), found.values.get("recipient", "")
        partner = self.by_number.get(number)
        if partner is None and name:
            named = [one for one in self.by_name.get(fold(name)[:210], []) if self._may_be(one, number)]
            if len(named) > 1:
                faults.append(
                    ("recipient", f"{len(named)} organisations are called that. Give the number of the one that is meant")
                )
                return None
            partner = named[0] if named else self.answered.get(fold(name))
            if partner is None:
                self._ask(row, name, faults)
        elif partner is None and number:
            faults.append(("recipient_number", "No organisation here has that number. Correct it, or give the name"))
        if partner is not None and not partner.is_listed:
            faults.append(("recipient", f"{partner.name} still has to be checked by a coordinator, or was refused"))
            return None
        return partner

    def _may_be(self, partner: Partner, number: str) -> bool:
        """A number of the same list that differs says that two organisations of one name are not the same one."""
        listed = number.rpartition("-")[0]
        return not (listed and any(one.rpartition("-")[0] == listed and one != number for one in self.numbers.get(partner.pk, [])))

    def _ask(self, row: ImportRow, name: str, faults: Faults) -> None:
        near = self.alike.get(name, [])
        if near:
            row.effect |= {"asked": name, "alike": near}
        else:
            faults.append(("recipient", "No organisation here is called that. Correct the name, or have a coordinator add it"))

    # Payments

    def _payment(self, row: ImportRow, found: Read, faults: Faults) -> None:
        values = reading.payment_values(found)
        agreement = self.existing.get(found.key)
        if agreement is None and found.key not in self.in_file:
            faults.append(("reference", "No agreement has this reference, neither here nor in the file"))
        held = reading.meant(values, self._free(agreement, row)) if agreement else None
        if agreement:
            row.parent, row.parent_version = agreement.pk, agreement.version
        if held is None:
            self._new_payment(values, faults)
        elif values.get("paid_on") and values.get("paid_pence") is None:
            values["paid_pence"] = held.paid_pence if held.paid_on else values.get("pence", held.pence)
        if held is not None and self.taken.setdefault(held.pk, row.number) != row.number:
            faults.append(("", f"Row {self.taken[held.pk]} is the same payment. Take one of the two out, or give each a reference"))
        instalment = self.instalments[held.pk] if held else None
        before = {name: getattr(instalment, name) for name in values} if instalment else {}
        self._effect(row, instalment, values, before)
        row.pence = (values.get("pence") or 0) - (before.get("pence") or 0) if "pence" in values else 0
        row.paid_pence = (values.get("paid_pence") or 0) - (before.get("paid_pence") or 0) if "paid_pence" in values else 0
        if not faults:
            made = copy(instalment) if instalment else Instalment()
            for name, value in values.items():
                setattr(made, name, value)
            records = Records(agreement or Agreement(funder=self.agency), instalments=[made])
            row.effect["verdicts"] = self._verdicts(records, (MONEY,))

    def _free(self, agreement: Agreement, row: ImportRow) -> list[Held]:
        """The instalments that no row above means. One that has a reference can be meant twice, which is told."""
        held = self.held.get(agreement.pk, ())
        return [one for one in held if one.own_reference or self.taken.get(one.pk, row.number) == row.number]

    def _new_payment(self, values: dict[str, Any], faults: Faults) -> None:
        told = {key for key, _ in faults}
        if values.get("pence") is None and values.get("paid_pence"):
            values["pence"] = values["paid_pence"]
        if values.get("pence") is not None and values.get("paid_on") and values.get("paid_pence") is None:
            values["paid_pence"] = values["pence"]
        if not values.get("pence") and not told & {"pence", "paid_pence"}:
            faults.append(("pence", "Give the amount: a new payment needs it"))
        if "due_on" not in values and "due_on" not in told:
            said = "Give the day on which it was due: no unpaid instalment of this amount is recorded for the agreement"
            faults.append(("due_on", said))

    def _effect(self, row: ImportRow, held: Any, values: Mapping[str, Any], before: Mapping[str, Any]) -> None:
        differs = [name for name in values if held is None or values[name] != before[name]]
        row.what = What.MADE if held is None else What.CHANGED if differs else What.SAME
        row.effect["values"] = {name: _plain(values[name]) for name in differs}
        if held is not None:
            row.target, row.target_version = held.pk, held.version
            row.effect["before"] = {name: _plain(before[name]) for name in differs}
            row.effect["changes"] = [[LABELS[name], words_of(name, before[name]), words_of(name, values[name])] for name in differs]

    def _verdicts(self, records: Records, groups: Collection[str]) -> list[list[str]]:
        """What each rule would say, as [promise, outcome, sentence]. Of a payment, only what is about payments."""
        found = judge(records, self.guidance, on=self.on, groups=groups)
        return [
            [one.promise.title, str(one.verdict.outcome), one.verdict.sentence]
            for one in found
            if TERM in groups or one.promise is catalogue.PAYMENT
        ]


def recorded(agency: Partner, keys: Iterable[str]) -> dict[str, Agreement]:
    """An agency's agreements by the references in a file: its own, else the portal's. Nothing voided."""
    found: dict[str, Agreement] = {}
    for step in in_steps(keys):
        rows = Agreement.objects.standing().filter(funder=agency).select_related("recipient")
        for row in rows.filter(Q(own_reference__in=step) | Q(reference__in=step)):
            found.setdefault(row.reference, row)
            if row.own_reference:
                found[row.own_reference] = row
    return found


def _first_of(batch: ImportBatch, identities: Iterable[str]) -> dict[str, int]:
    """Of each record that rows of the file name twice, the first row."""
    found: dict[str, int] = {}
    for step in in_steps(identities):
        rows = batch.rows.filter(identity__in=step).exclude(identity="").order_by().values("identity")
        found |= dict(rows.annotate(first=Min("number"), times=Count("pk")).filter(times__gt=1).values_list("identity", "first"))
    return found


def _instalments(agreements: Sequence[int]) -> dict[int, Instalment]:
    return {row.pk: row for step in in_steps(agreements) for row in Instalment.objects.standing().filter(agreement__in=step)}


def _taken(batch: ImportBatch, agreements: Sequence[int], rows: Sequence[int]) -> dict[int, int]:
    """The instalments that other rows of the file mean already, with the row."""
    found: dict[int, int] = {}
    for step in in_steps(agreements):
        others = batch.rows.filter(kind=reading.PAYMENT, parent__in=step, target__isnull=False).exclude(pk__in=rows)
        found |= {target: number for target, number in others.values_list("target", "number") if target}
    return found


def _plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, str) else value


def values_in(model: Any, kept: Mapping[str, Any]) -> dict[str, Any]:
    """Values as a record holds them, from what JSON kept."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {
        name: value if value is None or isinstance(value, bool) else _value(fields[name], value) for name, value in kept.items()
    }


def _value(field: Any, value: Any) -> Any:
    return value if field.is_relation else field.to_python(value)


def beyond_awards(batch: ImportBatch) -> list[tuple[int, str]]:
    """The rows with which an agreement's instalments or yearly amounts would come to more than its award, and by how much."""
    effective = batch.rows.filter(what__in=[What.MADE, What.CHANGED]).order_by()
    payments = effective.filter(kind=reading.PAYMENT).values("key", "parent")
    added = {
        one["key"]: (one["parent"], one["adds"] or 0, one["last"])
        for one in payments.annotate(adds=Sum("pence"), last=Max("number"))
    }
    own = effective.filter(kind=reading.AGREEMENT, pence__isnull=False)
    awards = {key: (target, pence, number) for key, target, pence, number in own.values_list("key", "target", "pence", "number")}
    numbers = {parent for parent, _, _ in added.values()} | {target for target, _, _ in awards.values()}
    held, promised, yearly = _sums(numbers - {None})
    found: list[tuple[int, str]] = []
    for key in added.keys() | awards.keys():
        parent, adds, last = added.get(key, (None, 0, 0))
        target, award, number = awards.get(key, (parent, None, last))
        award = held.get(parent or target) if award is None else award
        if award is None or (not last and target is None):
            continue
        for what, parts in (
            ("The instalments", [promised.get(parent or target, 0), adds]),
            ("The amounts for each year", [yearly.get(target, 0)]),
        ):
            if not (permit := rules.outside_the_award(award, parts, what=what)):
                found.append((last or number, permit.reason))
    return found


def _sums(numbers: Collection[Any]) -> tuple[dict[Any, int | None], dict[Any, int], dict[Any, int]]:
    """Of agreements: the award, what instalments hold, and what is promised for each year. Pence."""
    held: dict[Any, int | None] = {}
    promised: dict[Any, int] = {}
    yearly: dict[Any, int] = {}
    for step in in_steps(numbers):
        held |= dict(Agreement.objects.filter(pk__in=step).values_list("pk", "award_pence"))
        for kept, rows in (
            (promised, Instalment.objects.standing().filter(agreement__in=step)),
            (yearly, YearAllocation.objects.filter(agreement__in=step)),
        ):
            kept |= dict(rows.order_by().values("agreement").annotate(held=Sum("pence")).values_list("agreement", "held"))
    return held, promised, yearly
