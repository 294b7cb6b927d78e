"""What is held about a person, for them to read and to take away."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import Field, Model, QuerySet

from compact_portal.audit.queries import Subject, all_held, history_about, personal_columns, rows_about
from compact_portal.audit.register import PERSONAL, Holding
from compact_portal.lib.dates import at_in_words
from compact_portal.lib.dates import in_words as day_in_words
from compact_portal.lib.striking import Striking
from signatories.models import Coordination, Membership, Partner, Person
from signatories.rules.erasing import ERASED_DOMAIN, ERASED_NAME

NOT_SHOWN = "held, and not shown: it is a secret"
Tell = Callable[[Model, "Field[Any, Any]", Subject], str]


def subject_of(person: Any) -> Subject:
    """Somebody with each address and each name that their account has had."""
    history: Any = Person.history
    known = [(person.email, person.name), *history.filter(id=person.pk).values_list("email", "name")]
    addresses = frozenset(email for email, _ in known if email and not email.endswith(ERASED_DOMAIN))
    return Subject(person.pk, addresses, frozenset(name for _, name in known if name and name != ERASED_NAME))


def partners_of(subject: Subject) -> list[int]:
    """The partners in which somebody has or had a part, or for which they signed."""
    if subject.person is None:
        return []
    parts = Partner.objects.filter(memberships__person=subject.person) | Partner.objects.filter(signatures__signer=subject.person)
    return sorted(set(parts.values_list("pk", flat=True)))


def partners_naming(subject: Subject) -> QuerySet[Partner]:
    """The partners of somebody that name them where the public reads it, now or in their history."""
    striking, columns = Striking(subject.addresses, subject.names), personal_columns("signatories.Partner")
    history: Any = Partner.history

    def names(words: dict[str, Any]) -> bool:
        return any(striking.struck(str(words[name]), by_name=True) != words[name] for name in columns)

    mine = partners_of(subject)
    rows = [*Partner.objects.filter(pk__in=mine).values("id", *columns), *history.filter(id__in=mine).values("id", *columns)]
    return Partner.objects.filter(pk__in={row["id"] for row in rows if names(row)})


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is held: what it is, the value in words, what for, for how long."""

    what: str
    value: str
    purpose: str
    kept: str


@dataclass(frozen=True, slots=True)
class Record:
    """A row: what it is about, and what is held in it. `at` is when an earlier version of it was written."""

    about: list[tuple[str, str]]
    entries: list[Entry]
    at: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """All rows of one kind, and earlier versions of them."""

    key: str
    title: str
    records: list[Record]
    earlier: list[Record]
    goes: str


def held_about(subject: Subject, *, for_program: bool = False) -> list[Section]:
    """Everything that the database holds about somebody, by kind; what has no row is left out. A program gets days and
    instants as ISO 8601 and choices by their keys, a reader in words.

    Made from the register of personal columns: a new column stands here without anybody thinking of it.
    """
    tell = as_kept if for_program else in_words
    sections = (_section(label, holding, subject, tell) for label, holding in all_held())
    return [section for section in sections if section.records or section.earlier]


def _section(label: str, holding: Holding, subject: Subject, tell: Tell) -> Section:
    rows = [_record(label, holding, row, subject, tell) for row in rows_about(label, subject)]
    past = history_about(label, subject)
    earlier = [] if past is None else [_record(label, holding, row, subject, tell) for row in past.order_by("-history_date")]
    goes = "goes whole" if holding.gone else "is emptied; what makes the record stays, without you"
    return Section(label, holding.title, rows, earlier, goes)


def _record(label: str, holding: Holding, row: Model, subject: Subject, tell: Tell) -> Record:
    mine, about = [], []
    kept = {field.name for field in row._meta.concrete_fields}  # a history may leave a column out
    for field in apps.get_model(label)._meta.concrete_fields:
        if field.name not in kept or field.name == "version":
            continue
        entry = PERSONAL.get(f"{label}.{field.name}".lower())
        if entry is not None:
            words = NOT_SHOWN if field.name in holding.hidden else tell(row, field, subject)
            mine.append(Entry(entry.kind, words, entry.purpose, entry.kept))
        elif not field.primary_key and (words := tell(row, field, subject)):
            about.append((str(field.verbose_name).capitalize(), words))
    mine.sort(key=lambda one: one.value == NOT_SHOWN)
    at: datetime | None = getattr(row, "history_date", None)
    if at is None:
        return Record(about, mine)
    return Record(about, mine, at_in_words(at) if tell is in_words else at.isoformat())


def as_kept(row: Model, field: "Field[Any, Any]", subject: Subject) -> str:
    """A value as text: people as "you" or "somebody else", other rows by what they are called, days and instants as ISO."""
    value = getattr(row, field.attname)
    if value is None:
        return ""
    if field.is_relation:
        if field.related_model is Person:
            return "you" if value == subject.person else "somebody else"
        other = apps.get_model(field.related_model._meta.label)._default_manager.filter(pk=value).first()  # type: ignore[union-attr]
        return str(other) if other is not None else str(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def in_words(row: Model, field: "Field[Any, Any]", subject: Subject) -> str:
    """The same for a reader: days and instants as they are said, choices by their names."""
    value = getattr(row, field.attname)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return at_in_words(value)
    if isinstance(value, date):
        return day_in_words(value)
    if field.choices and value:
        return str(dict(field.flatchoices).get(value, value))
    return as_kept(row, field, subject)


@dataclass(frozen=True, slots=True)
class Deed:
    """How often somebody changed rows of a kind, as the history has it."""

    what: str
    times: int


def deeds_of(subject: Subject) -> list[Deed]:
    """What somebody did here, counted: whose records they were is not theirs to read."""
    found = []
    for model in _historical():
        times = model._default_manager.filter(history_user_id=subject.person).count()
        if times:
            found.append(Deed(str(model.instance_type._meta.verbose_name).capitalize(), times))  # type: ignore[attr-defined]
    return sorted(found, key=lambda one: one.what)


def _historical() -> Iterator[type[Model]]:
    for model in apps.get_models():
        if any(field.name == "history_user" for field in model._meta.concrete_fields):
            yield model


def last_signatory_of(person: Any, *, on: date) -> list[Partner]:
    """The partners in which nobody else may sign after this person has gone."""
    mine = Membership.objects.on(on).filter(person=person, role=Membership.Role.SIGNATORY)
    others = Membership.objects.filter(role=Membership.Role.SIGNATORY, until_on=None, person__is_active=True).exclude(person=person)
    return list(Partner.objects.filter(pk__in=mine.values("partner")).exclude(pk__in=others.values("partner")).order_by("name_key"))


def is_last_coordinator(person: Any, *, on: date) -> bool:
    """Whether nobody else coordinates the compact on a day."""
    now = Coordination.objects.on(on).filter(person__is_active=True)
    return now.filter(person=person).exists() and not now.exclude(person=person).exists()
