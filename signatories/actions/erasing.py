"""Forget a person: nothing that says who they are stays, and what others rely on stays without them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.hashers import make_password
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, JSONField, Model, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse

from compact_portal.audit.context import change
from compact_portal.audit.queries import (
    Subject,
    all_held,
    history_about,
    history_model,
    personal_columns,
    rows_about,
)
from compact_portal.audit.register import Holding
from compact_portal.lib.mail_markup import as_typed
from compact_portal.lib.striking import Striking
from compact_portal.mail.actions import queue_mail
from signatories.actions.chain import seal_what_is_left
from signatories.actions.indexing import index_partner
from signatories.models import Coordination, Membership, Partner, Person, Signature, SignatureEvent, normal_email
from signatories.queries.holdings import last_signatory_of, partners_of, subject_of
from signatories.rules.erasing import ERASED_NAME, erased_address
from undertakings.actions.indexing import reindex

WHY = "Erased what was held about a person"
SIGNATURE = "signatories.Signature"


@dataclass(slots=True)
class _Found:
    """The numbers of the rows of a model, and of those of its history, that are about the person."""

    label: str
    holding: Holding
    rows: list[Any]
    past: list[Any]


def erase_person(*, person: Any, by: Any, on: date, at: datetime) -> None:
    """Forget somebody with an account. Their parts end; partners left without a signatory are told to coordinators."""
    with change(by=by, why=WHY):
        partners = list(Partner.objects.select_for_update().filter(memberships__person=person).order_by("pk"))
        held = Person.objects.select_for_update().get(pk=person.pk)
        subject = subject_of(held)
        left_alone = last_signatory_of(held, on=on)
        _end_parts(held, on=on)
        _forget(subject, at=at)
        _empty_account(held)
        for partner in partners:
            index_partner(Partner.objects.get(pk=partner.pk))
        _tell_coordinators(left_alone, at=at, on=on)


def erase_address(*, address: str, by: Any, at: datetime) -> int:
    """Forget somebody who has no account, only an address here: on a problem, on a signature that was never confirmed.

    Gives how many records it stood in.
    """
    with change(by=by, why=WHY):
        return _forget(Subject(None, frozenset({normal_email(address)}), frozenset()), at=at)


def _forget(subject: Subject, *, at: datetime) -> int:
    _close_signatures(rows_about(SIGNATURE, subject), at=at)
    found, mine = list(_all_about(subject)), partners_of(subject)
    for one in found:
        (_take_away if one.holding.gone else _empty)(one)
    _strike_everywhere(subject, mine, found)
    seal_what_is_left(at=at)
    reindex()
    return sum(len(one.rows) for one in found)


def _all_about(subject: Subject) -> Iterator[_Found]:
    """Found before anything is emptied: a signature is found by the address that it is about to lose."""
    for label, holding in all_held():
        past = history_about(label, subject)
        rows = list(rows_about(label, subject).values_list("pk", flat=True))
        yield _Found(label, holding, rows, [] if past is None else list(past.values_list("pk", flat=True)))


def _end_parts(person: Person, *, on: date) -> None:
    """The last day is the day before, or the first where that is later. What was begun today leaves its trace in the history."""
    for model in (Membership, Coordination):
        for row in model.objects.filter(person=person).filter(Q(until_on=None) | Q(until_on__gte=on)):
            if row.from_on > on:
                row.delete()
                continue
            row.until_on = max(row.from_on, on - timedelta(days=1))
            row.version += 1
            row.save()


def _close_signatures(signatures: QuerySet[Signature], *, at: datetime) -> None:
    """What nobody can confirm any more is closed."""
    unsettled = signatures.filter(confirmed_at=None, withdrawn_at=None, invalidated_at=None)
    for row in unsettled.select_for_update():
        row.expires_at = min(row.expires_at, at)
        if row.mail_confirmed_at:
            row.invalidated_at, row.invalidated_reason = at, "Whoever signed had their data erased before it was checked."
        row.version += 1
        row.save()
        row.links.filter(used_at=None, expires_at__gt=at).update(expires_at=at)


def _take_away(found: _Found) -> None:
    """The rows go, and their history with what deleting them writes into it."""
    apps.get_model(found.label)._default_manager.filter(pk__in=found.rows).delete()
    history = history_model(found.label)
    if history is not None:
        history._default_manager.filter(Q(pk__in=found.past) | Q(id__in=found.rows)).delete()


def _empty(found: _Found) -> None:
    values = dict(_emptied(found.label, found.holding))
    if not values:
        return
    apps.get_model(found.label)._default_manager.filter(pk__in=found.rows).update(**values)
    history = history_model(found.label)
    if history is not None:
        kept = {field.name for field in history._meta.concrete_fields}  # a history may leave a column out
        past = {name: value for name, value in values.items() if name in kept}
        history._default_manager.filter(pk__in=found.past).update(**past)


def _emptied(label: str, holding: Holding) -> Iterator[tuple[str, Any]]:
    """What stands in each personal column afterwards. Where an account is pointed at by a column of somebody else's making,
    that stays: the account is empty by then."""
    for name in personal_columns(label):
        if name in holding.stays or holding.finder:
            continue
        field = apps.get_model(label)._meta.get_field(name)
        if isinstance(field, CharField | TextField):
            yield name, ""
        elif isinstance(field, JSONField):
            yield name, {}
        elif field.is_relation and name in holding.person and field.null:
            yield name, None


def _empty_account(person: Person) -> None:
    values = {"email": erased_address(person.pk), "name": ERASED_NAME}
    history: Any = Person.history
    history.filter(id=person.pk).update(**values, is_active=False)
    person.email, person.name = values["email"], values["name"]
    person.is_active = False
    person.password = make_password(None)
    person.save()


def _strike_everywhere(subject: Subject, partners: list[int], found: list[_Found]) -> None:
    """Addresses wherever they stand; the name in what is about them, in the records of their partners, in mail and in what
    admins changed."""
    striking, about = Striking(subject.addresses, subject.names), {one.label: one for one in found}
    for table in apps.get_models():
        model: type[Model] = getattr(table, "instance_type", table)
        held = {*personal_columns(model._meta.label), "history_change_reason"}
        texts = (field for field in table._meta.concrete_fields if isinstance(field, CharField | TextField))
        columns = [field.name for field in texts if field.name in held]
        theirs = _numbers(about.get(model._meta.label), past=table is not model)
        _strike(table, columns, striking, named=_where_named(table, model, subject, partners) | Q(pk__in=theirs))


def _numbers(found: _Found | None, *, past: bool) -> list[Any]:
    return [] if found is None else found.past if past else found.rows


def _where_named(table: type[Model], model: type[Model], subject: Subject, partners: list[int]) -> Q:
    """The rows in which the name is surely theirs, and not that of somebody who is called the same."""
    names = {field.name for field in table._meta.concrete_fields}
    if model._meta.label == "mail.Message":
        return Q(pk__isnull=False)
    if model is Partner:
        return Q(id__in=partners)
    if model is Person:
        return Q(id=subject.person)
    if model is LogEntry:
        return Q(content_type=ContentType.objects.get_for_model(Person), object_id=str(subject.person))
    return Q(partner__in=partners) if "partner" in names else Q(pk__in=[])


def _strike(table: type[Model], columns: list[str], striking: Striking, *, named: Q) -> None:
    rows: QuerySet[Any] = table._default_manager.all()
    for column in columns:
        texts = rows.annotate(its_words=Cast(column, TextField()))
        for by_name, found in (
            (False, texts.filter(_holds_one(striking.addresses))),
            (True, texts.filter(named, _holds_one([max(name.split(), key=len) for name in striking.names]))),
        ):
            for pk, words in list(found.values_list("pk", column)):
                struck = striking.struck(words or "", by_name=by_name)
                if struck != (words or ""):
                    rows.filter(pk=pk).update(**{column: struck})
                    if table is Signature:
                        SignatureEvent.objects.filter(signature=pk).update(salt="")


def _holds_one(words: Iterable[str]) -> Q:
    wanted = Q(pk__in=[])
    for word in words:
        wanted |= Q(its_words__icontains=word)
    return wanted


def _tell_coordinators(partners: list[Partner], *, at: datetime, on: date) -> None:
    """The partners that nobody may sign for any more; who has gone is not said."""
    coordinators = Person.objects.filter(is_active=True, pk__in=Coordination.objects.on(on).values("person"))
    for partner in partners:
        for coordinator in coordinators:
            queue_mail(
                to=coordinator.email,
                subject=f"{partner.name} has no signatory any more",
                body=(
                    f"The last signatory of {as_typed(partner.name)} has left. Nobody can sign, withdraw or invite for it until "
                    "you invite somebody:\n\n"
                    f"{settings.PORTAL_ADDRESS}{reverse('signatories:member_list', args=[partner.slug])}"
                ),
                at=at,
                why="you coordinate the compact",
            )
