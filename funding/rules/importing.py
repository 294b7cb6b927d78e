"""What a spreadsheet of agreements and payments may say: which columns are understood, and what a row of words is in values.

Pure functions over plain values; nothing here knows what is recorded already.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rapidfuzz import fuzz

from compact_portal.lib.cells import choice_of, day_of
from compact_portal.lib.dates import in_words
from compact_portal.lib.faults import cited
from compact_portal.lib.folding import clean, fold
from compact_portal.lib.money import to_pence
from compact_portal.lib.org_ids import checked
from compact_portal.lib.tabular import is_formula

AGREEMENT, PAYMENT, NEITHER = "agreement", "payment", "neither"
MOST_FILE_ROWS = 20_000
FIRST_YEAR = 1990
# From this likeness on, of 100, a heading is taken for a column whose name it nearly is.
_LIKE = 88
_MOST_TITLE = 140

TEXT, REFERENCE, DAY, MONEY, CHOICE, NUMBER = "text", "reference", "day", "money", "choice", "number"


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is understood. `of` says what a row is that fills it ("": either), `needed` that a new record has it."""

    key: str
    label: str
    of: str
    holds: str
    known: tuple[str, ...]
    most: int = 0
    needed: bool = False
    # The column of the record, where it is not called like this one.
    name: str = ""

    @property
    def writes(self) -> str:
        """The column of the record that it fills."""
        return self.name or self.key


COLUMNS = (
    Column(
        "reference", "Your reference of the agreement", "", REFERENCE,
        ("reference", "ref", "agreement reference", "agreement ref", "grant reference", "grant ref", "grant id", "identifier",
         "agreement number", "grant number", "our reference", "id"), 60, needed=True,
    ),
    Column(
        "recipient", "Recipient’s name", "", TEXT,
        ("recipient", "beneficiary", "organisation", "organization", "grantee", "recipient name", "recipient organisation",
         "recipient org name", "paid to", "supplier", "supplier name", "funded organisation", "group"), 200,
    ),
    Column(
        "recipient_number", "Recipient’s charity, company or other number", "", NUMBER,
        ("registration number", "charity number", "company number", "recipient identifier", "recipient id", "recipient org id",
         "recipient org identifier", "registered number", "charity or company number"), 80,
    ),
    Column("title", "Title", AGREEMENT, TEXT, ("title", "project", "project title", "grant title", "name of project"), _MOST_TITLE),
    Column(
        "purpose", "Purpose", AGREEMENT, TEXT,
        ("purpose", "description", "what for", "purpose of grant", "purpose of the grant", "grant description", "summary"), 4000,
    ),
    Column(
        "kind", "Kind of funding", AGREEMENT, CHOICE,
        ("kind", "type", "kind of funding", "type of funding", "grant type", "funding type", "type of grant"), needed=True,
    ),
    Column(
        "department", "Department", AGREEMENT, TEXT,
        ("department", "service", "team", "directorate", "funding department", "service area"), 120,
    ),
    Column(
        "awarded_on", "Day of the award", AGREEMENT, DAY,
        ("date awarded", "award date", "awarded", "awarded on", "date of award", "decision date", "agreement date"), needed=True,
    ),
    Column(
        "start_on", "First day", AGREEMENT, DAY,
        ("start", "start date", "starts", "first day", "from", "planned start date", "begins", "date from"), needed=True,
    ),
    Column(
        "end_on", "Last day", AGREEMENT, DAY,
        ("end", "end date", "ends", "last day", "until", "to", "planned end date", "expires", "date to"), needed=True,
    ),
    Column(
        "award_pence", "Award", AGREEMENT, MONEY,
        ("award", "amount awarded", "grant amount", "amount of award", "total award", "value", "grant value", "award value",
         "total value", "amount of grant"), needed=True,
    ),
    Column(
        "other_income_pence", "Other income agreed for the same work", AGREEMENT, MONEY,
        ("other income", "match funding", "other funding", "matched funding"),
    ),
    Column(
        "payment", "Paid in advance or in arrears", AGREEMENT, CHOICE,
        ("payment", "payment terms", "paid in", "advance or arrears", "payment basis", "how paid"), needed=True,
    ),
    Column(
        "short_term_reason", "Why the term is short", AGREEMENT, TEXT,
        ("why short", "reason for short term", "short term reason", "why the term is short"), 1000,
    ),
    Column(
        "payment_reference", "Your reference of the payment", PAYMENT, REFERENCE,
        ("payment reference", "payment ref", "invoice", "invoice number", "transaction", "transaction number", "voucher",
         "payment number", "instalment", "payment id"), 60, name="own_reference",
    ),
    Column("due_on", "Day on which it is due", PAYMENT, DAY, ("due", "due date", "date due", "payment due", "due on")),
    Column(
        "pence", "Amount promised", PAYMENT, MONEY,
        ("amount due", "instalment amount", "amount promised", "scheduled amount", "planned amount"),
    ),
    Column(
        "paid_on", "Day on which it was paid", PAYMENT, DAY,
        ("paid", "date paid", "payment date", "paid on", "date of payment", "paid date"),
    ),
    Column(
        "paid_pence", "Amount paid", PAYMENT, MONEY,
        ("amount paid", "paid amount", "payment amount", "net amount", "payment value", "sum paid"),
    ),
    Column("late_reason", "Why it was late", PAYMENT, TEXT, ("why late", "late reason", "reason for late payment"), 1000),
    Column(
        "authorised_by", "Office that authorised the delay", PAYMENT, TEXT,
        ("authorised by", "authorised", "late authorised by", "authorised the delay"), 120,
    ),
)  # fmt: skip
BY_KEY = {column.key: column for column in COLUMNS}
# What can be said once for all rows, where the file has no column for it.
INSTEAD = ("kind", "payment")
MEND = "What to mend"
# Why a record is voided while its file is not in yet: nobody sees it until all of the file is.
HIDDEN = "Being brought in with a spreadsheet"


def guess(headings: Sequence[str]) -> dict[str, str]:
    """Which of our columns each heading seems to be, each column once; by exactly a known name, then by one nearly the same."""
    found: dict[str, str] = {}
    plain = {heading: _plain(heading) for heading in headings}
    ambiguous = _amount(plain.values())
    for heading, name in plain.items():
        key = ambiguous if name in ("amount", "amount £", "sum") else _exactly(name)
        if key and key not in found.values():
            found[heading] = key
    for heading, name in plain.items():
        if heading in found or len(name) < 5:
            continue
        near = [
            (fuzz.ratio(name, known), column.key)
            for column in COLUMNS
            if column.key not in found.values()
            for known in (column.label.casefold(), *column.known)
        ]
        score, key = max(near, default=(0.0, ""))
        if score >= _LIKE:
            found[heading] = key
    return found


def _plain(heading: str) -> str:
    return " ".join(re.sub(r"[^\w£]+", " ", fold(heading)).replace("£", " ").replace("_", " ").split())


def _exactly(name: str) -> str:
    return next((column.key for column in COLUMNS if name in column.known or name == _plain(column.label)), "")


def _amount(names: Any) -> str:
    """What a bare "amount" is: what was paid in a list with a day of payment, else the award."""
    return "paid_pence" if any(_exactly(name) in ("paid_on", "payment_reference") for name in names) else "award_pence"


def mapping_faults(columns: Mapping[str, str]) -> list[str]:
    """What is wrong with a choice of {heading: key}, each a sentence without its full stop."""
    chosen = [key for key in columns.values() if key]
    faults = [
        f"Two headings are “{BY_KEY[key].label}”: choose it once, and leave the other out"
        for key in dict.fromkeys(chosen)
        if chosen.count(key) > 1
    ]
    if "reference" not in chosen:
        faults.append("Choose the heading of your reference: by it a file that comes again finds what is recorded already")
    agreement = [key for key in chosen if BY_KEY[key].of == AGREEMENT]
    payment = [key for key in chosen if BY_KEY[key].of == PAYMENT]
    if not agreement and not payment:
        faults.append("Choose at least one heading of agreements, such as the award, or of payments, such as the day of payment")
    return faults


@dataclass(slots=True)
class Read:
    """A row in values. `faults` are pairs of a column's key ("" for the whole row) and what is wrong with it."""

    kind: str
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[tuple[str, str]] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The agreement's reference, as the file has it."""
        return str(self.values.get("reference", ""))

    @property
    def identity(self) -> str:
        """What tells the record from the others of the file; "" where that cannot be said yet."""
        if not self.key or self.kind == NEITHER:
            return ""
        if self.kind == AGREEMENT:
            return f"agreement {self.key}"
        if own := self.values.get("payment_reference"):
            return f"payment {self.key} {own}"
        told = [self.values.get(name) for name in ("due_on", "pence", "paid_on", "paid_pence")]
        return f"payment {self.key} " + " ".join("" if one is None else str(one) for one in told)


def read_row(cells: Mapping[str, str], *, kinds: Mapping[str, str], payments: Mapping[str, str], on: date) -> Read:
    """A row given as words by the keys of its columns. An empty cell is left out of the values.

    `kinds` and `payments` are the choices of those two columns, value by label; `on` is today: nothing is paid after it.
    """
    found = Read(_kind_of(cells))
    for key, words in cells.items():
        column = BY_KEY[key]
        if not words or (column.of and column.of != found.kind):
            continue
        try:
            found.values[key] = _value(column, words, kinds if key == "kind" else payments)
        except ValueError as problem:
            found.faults.append((key, str(problem).rstrip(".")))
    if not found.key and not any(key == "reference" for key, _ in found.faults):
        found.faults.append(("reference", "Give the agreement’s reference"))
    found.faults += _whole(found, cells, on=on)
    return found


def _kind_of(cells: Mapping[str, str]) -> str:
    """A row is what its filled columns are of; with columns of both it is neither."""
    kinds = {BY_KEY[key].of for key, words in cells.items() if words} - {""}
    return kinds.pop() if len(kinds) == 1 else NEITHER


def _value(column: Column, words: str, choices: Mapping[str, str]) -> Any:
    """The value of a cell. ValueError says what to write."""
    words = clean(words).strip()
    if is_formula(words):
        raise ValueError("It begins with a character that makes it a formula in a spreadsheet. Begin it with a letter or a digit")
    if column.most and len(words) > column.most:
        raise ValueError(f"It has {len(words)} characters. Shorten it to {column.most}")
    match column.holds:
        case "day":
            day = day_of(words)
            if not FIRST_YEAR <= day.year <= 2199:
                raise ValueError(f"{in_words(day)} cannot be right. Check the year")
            return day
        case "money":
            pence = to_pence(words)
            if pence < 0:
                raise ValueError("Give an amount that is not below nothing")
            return pence
        case "choice":
            return choice_of(words, choices)
        case "number":
            return number_of(words)
        case "reference":
            return " ".join(words.split())
    return words


def number_of(words: str) -> str:
    """An identifier in its one spelling. ValueError says what to write.

    Six or seven bare digits are a charity's number, eight characters a company's; SC and six digits could be either's.
    """
    bare = re.sub(r"\s+", "", words).upper()
    if re.fullmatch(r"\d{6,7}", bare, re.ASCII):
        return f"GB-CHC-{bare}"
    if re.fullmatch(r"(\d{8}|(?!SC)[A-Z]{2}\d{6})", bare, re.ASCII):
        return f"GB-COH-{bare}"
    if re.fullmatch(r"SC\d{6}", bare, re.ASCII):
        either = f"GB-SC-{bare} for the charity or GB-COH-{bare} for the company"
        raise ValueError(f"{bare} is no number of a charity or a company alone, for each could have it. Write {either}")
    try:
        return checked(words)
    except ValueError:
        raise ValueError(f"{cited(words, 30)} is no number of a charity or a company, nor like GB-CHC-1234567") from None


def _whole(read: Read, cells: Mapping[str, str], *, on: date) -> list[tuple[str, str]]:
    """What is wrong with a row as a whole."""
    values = read.values
    if read.kind == NEITHER:
        filled = [key for key, words in cells.items() if words and BY_KEY[key].of]
        both = "It is an agreement and a payment at once. Put them into two rows"
        return [("", both if filled else "It says neither what was awarded nor what was paid. Fill it in, or take the row out")]
    if read.kind == AGREEMENT:
        start_on, end_on = values.get("start_on"), values.get("end_on")
        wrong = start_on and end_on and end_on < start_on
        return [("end_on", "The last day is before the first")] if wrong else []
    found = []
    if values.get("paid_on") and values["paid_on"] > on:
        found.append(("paid_on", "That day is still to come: what is to come is not paid yet"))
    if values.get("paid_pence") is not None and "paid_on" not in values and not any(key == "paid_on" for key, _ in read.faults):
        found.append(("paid_on", "Give the day on which it was paid"))
    if values.get("pence") == 0:
        found.append(("pence", "Nothing is promised by it. Give the amount, or take the row out"))
    for one, other in (("late_reason", "authorised_by"), ("authorised_by", "late_reason")):
        if values.get(one) and not values.get(other):
            found.append((other, "Give both why it was late and which office authorised that, or neither"))
    return found


def agreement_values(read: Read, *, instead: Mapping[str, str], new: bool) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The agreement's own columns that a row writes, and what a new one lacks.

    Where a file has a purpose and no title, or the other way about, the one stands for both.
    """
    columns = [column for column in COLUMNS if column.of == AGREEMENT]
    values = {column.writes: read.values[column.key] for column in columns if column.key in read.values}
    if not new:
        return values, []
    for name, from_ in (("title", "purpose"), ("purpose", "title")):
        if not values.get(name) and values.get(from_):
            values[name] = str(values[from_])[:_MOST_TITLE] if name == "title" else values[from_]
    for name in INSTEAD:
        if name not in values and instead.get(name):
            values[name] = instead[name]
    told = {key for key, _ in read.faults}
    lacking = [
        (column.key, f"Give the {column.label[0].lower()}{column.label[1:]}: a new agreement needs it")
        for column in columns
        if column.needed and column.writes not in values and column.key not in told
    ]
    if not values.get("title") and not told & {"title", "purpose"}:
        lacking.append(("title", "Give a title or a purpose: a new agreement needs one"))
    if not told & {"recipient", "recipient_number"} and not {"recipient", "recipient_number"} & read.values.keys():
        lacking.append(("recipient", "Say who receives it: a new agreement needs that"))
    return values, lacking


def payment_values(read: Read) -> dict[str, Any]:
    """The instalment's own columns that a row writes. What was paid without an amount is what was promised, and so the other
    way about."""
    columns = [column for column in COLUMNS if column.of == PAYMENT]
    return {column.writes: read.values[column.key] for column in columns if column.key in read.values}


@dataclass(frozen=True, slots=True)
class Held:
    """An instalment that is recorded, as far as it is needed to tell whether a row means it."""

    pk: int
    own_reference: str
    due_on: date
    pence: int
    paid_on: date | None
    paid_pence: int | None


def meant(values: Mapping[str, Any], held: Sequence[Held]) -> Held | None:
    """Which of an agreement's instalments a row means; None for a new one.

    By the agency's reference. Else by the day on which it is due and, where several are, the amount; a row without that
    day means what was paid on its day with its amount, else the first unpaid one of its amount. One that has another
    reference than the row is never meant.
    """
    own = values.get("own_reference")
    if own:
        named = [one for one in held if one.own_reference == own]
        if named:
            return named[0]
    free = sorted((one for one in held if not own or not one.own_reference), key=lambda one: (one.due_on, one.pk))
    amounts = [values[name] for name in ("pence", "paid_pence") if values.get(name) is not None]
    if due_on := values.get("due_on"):
        due = [one for one in free if one.due_on == due_on]
        exact = [one for one in due if one.pence in amounts]
        return next(iter(exact or (due if len(due) == 1 and not own else ())), None)
    paid = [one for one in free if one.paid_on == values.get("paid_on") and one.paid_pence in amounts and one.paid_on]
    unpaid = [one for one in free if one.paid_on is None and one.pence in amounts]
    return next(iter(paid or unpaid), None)
