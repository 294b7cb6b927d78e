"""Old code runs on the new schema: during an upgrade, and after a rollback of the code alone, it inserts rows without naming
the columns that it does not know. So what a later migration adds is nullable, or the database has a default for it.
"""

from collections.abc import Iterator, Sequence

import pytest
from django.apps import apps
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.models.fields import NOT_PROVIDED

from compact_portal.lib.migrating import DoneTogether

Added = tuple[str, str, str]


def ours() -> list[str]:
    folders = ("compact_portal.", "undertakings", "signatories", "funding", "consultations")
    return [config.label for config in apps.get_app_configs() if config.name.startswith(folders)]


def added_later(app: str, steps: dict[str, list[Operation]]) -> Iterator[Added]:
    """App, model and name of each column that a migration added to a table which an earlier one had made."""
    for name in sorted(steps)[1:]:
        new = {made.name_lower for made in steps[name] if isinstance(made, migrations.CreateModel)}
        for operation in steps[name]:
            if isinstance(operation, migrations.AddField) and operation.model_name_lower not in new:
                yield app, operation.model_name_lower, operation.name


def each(operations: Sequence[Operation]) -> list[Operation]:
    """Operations one by one, those too that are done together."""
    return [
        one for operation in operations for one in (operation.operations if isinstance(operation, DoneTogether) else [operation])
    ]


def needs_a_value(field: models.Field) -> bool:
    """Whether the database refuses a row that does not name the column."""
    return not field.many_to_many and not field.null and not field.generated and field.db_default is NOT_PROVIDED


def _found() -> list[str]:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    state = loader.project_state()
    found = []
    for app in ours():
        steps = {name: each(one.operations) for (label, name), one in loader.disk_migrations.items() if label == app}
        for label, model, name in added_later(app, steps):
            now = state.models.get((label, model))
            if now is not None and name in now.fields and needs_a_value(now.fields[name]):
                found.append(f"{label}.{model}.{name}")
    return found


def test_a_column_that_was_added_later_needs_no_value_from_old_code() -> None:
    assert _found() == [], "Give each of these a db_default, or let it be null."


@pytest.mark.parametrize(
    ("field", "needs"),
    [
        (models.TextField(), True),
        (models.TextField(default="x", blank=True), True),
        (models.TextField(db_default=""), False),
        (models.DateField(null=True), False),
        (models.GeneratedField(expression=models.F("x"), output_field=models.TextField(), db_persist=True), False),
        (models.ManyToManyField("undertakings.Term"), False),
    ],
)
def test_only_the_databases_own_default_helps_old_code(field: models.Field, needs: bool) -> None:
    assert needs_a_value(field) is needs


def test_only_tables_that_were_there_before_count() -> None:
    column = models.TextField()
    steps = {
        "0001_initial": [migrations.CreateModel("Old", []), migrations.AddField("old", "first", column)],
        "0002_more": [
            migrations.AddField("old", "second", column),
            migrations.CreateModel("New", []),
            migrations.AddField("new", "third", column),
        ],
    }
    assert list(added_later("app", steps)) == [("app", "old", "second")]
