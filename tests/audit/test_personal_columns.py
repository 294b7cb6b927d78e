"""Every column that could hold something about a person is classified, in history and in tables of libraries too."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models
from django.db.models.fields import files

from compact_portal.audit.register import NOT_PERSONAL, PERSONAL
from signatories.models import Person

COULD_BE_PERSONAL = (
    models.CharField, models.TextField, models.JSONField, models.UUIDField, models.BinaryField, files.FileField,
    models.GenericIPAddressField,
)  # fmt: skip
HISTORY_COLUMNS = {"history_user", "history_change_reason", "history_type"}


def could_be_personal(field: models.Field) -> bool:
    to_person = field.is_relation and field.related_model is Person
    return to_person or isinstance(field, COULD_BE_PERSONAL)


def register_key(model: type[models.Model], name: str) -> str:
    """A history row's columns are those of the table it follows; what every history has stands under audit.History."""
    if hasattr(model, "instance_type"):
        label = "audit.History" if name in HISTORY_COLUMNS else model.instance_type._meta.label
    else:
        label = model._meta.label
    return f"{label}.{name}".lower()


def unclassified(all_models: list[type[models.Model]]) -> Iterator[str]:
    for model in all_models:
        for field in model._meta.concrete_fields:
            if could_be_personal(field):
                key = register_key(model, field.name)
                if key not in PERSONAL and key not in NOT_PERSONAL:
                    yield f"{model._meta.label}.{field.name}"


def ours() -> list[type[models.Model]]:
    return list(apps.get_models(include_auto_created=True))


def test_every_column_that_could_be_personal_is_classified() -> None:
    assert sorted(unclassified(ours())) == []


def test_a_column_that_nobody_classified_is_found() -> None:
    field_of_person = PERSONAL.pop("signatories.person.name")
    try:
        found = set(unclassified(ours()))
    finally:
        PERSONAL["signatories.person.name"] = field_of_person
    assert found == {"signatories.Person.name", "signatories.HistoricalPerson.name"}


def test_no_column_is_both_personal_and_not() -> None:
    assert set(PERSONAL) & NOT_PERSONAL == set()


@pytest.mark.parametrize("register", [PERSONAL, NOT_PERSONAL], ids=["personal", "not personal"])
def test_the_register_names_no_column_that_is_gone(register: dict[str, object] | set[str]) -> None:
    columns = {register_key(model, field.name) for model in ours() for field in model._meta.concrete_fields}
    assert set(register) - columns - {"cache.portal_cache.cache_key"} == set()


def test_each_entry_is_a_sentence_for_the_privacy_notice() -> None:
    for key, entry in PERSONAL.items():
        for words in (entry.kind, entry.purpose, entry.kept):
            assert words, key
            assert not words[0].islower(), key
            assert not words.endswith("."), key
