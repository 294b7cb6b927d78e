"""Every row and upload into an archive, and out of one, on either database.

Rows leave through the models of this code and enter through the models as they were when the archive was made, so an
archive of an older portal restores into an empty database and is then brought up to date by the migrations since.
"""

import base64
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.files.storage import Storage, default_storage
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models.sql import InsertQuery

from compact_portal.lib.archive import Digester, Manifest, Reader, Table, Writer, line
from compact_portal.lib.one_moment import one_moment
from compact_portal.pages.actions import content_changed, words_changed
from compact_portal.pages.models import ContentVersion

# Sessions end with a restore: one of them might belong to somebody else's row now. The content version only ever goes
# up, so that no process takes a page that it has stored for the restored one.
LEFT_OUT = frozenset({Session._meta.db_table, ContentVersion._meta.db_table})
# What `migrate` itself writes into an empty database.
WRITTEN_BY_MIGRATE = frozenset({"django_content_type", "auth_permission"})
BATCH = 500


class NotRestored(Exception):
    """Nothing was changed. The message is one line that says why, and what to do."""


def back_up(target: Path, *, at: datetime) -> Manifest:
    """Write an archive of everything as it is at one moment, while others go on writing."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotRestored("The database is behind the code. Run: python manage.py migrate")
    applied = sorted(f"{app}.{name}" for app, name in executor.loader.applied_migrations)
    with Writer(target) as writer, one_moment():
        for model in _tables(apps):
            fields = _fields(model)
            rows = model._base_manager.order_by("pk").values_list(*(one.attname for one in fields)).iterator(BATCH)
            writer.table(model._meta.db_table, [str(one.column) for one in fields], (_plain(row) for row in rows))
        for name in _uploads(default_storage):
            with default_storage.open(name, "rb") as file:
                writer.upload(name, file)
        return writer.finish(made_at=at.astimezone(UTC).isoformat(), migrations=applied)


def restore(archive: Reader, *, replace: bool) -> None:
    """Put every row and file of an archive in place, all or nothing. Raises NotRestored.

    The database has to be empty, or, with `replace`, at the migrations of the archive: then all that it holds goes.
    """
    executor = MigrationExecutor(connection)
    wanted = _known(archive.manifest, executor)
    applied = {f"{app}.{name}" for app, name in executor.loader.applied_migrations}
    if applied and applied != set(archive.manifest.migrations):
        raise NotRestored(
            "The database is at other migrations than the backup. Restore into a new, empty database "
            "(another DATABASE_URL or PORTAL_DATA), and look at it there."
        )
    if not replace and applied and _holds_rows():
        raise NotRestored("The database is not empty. To lose all that it holds now, add --replace.")
    if not applied:
        executor.migrate(_last_of_each_app(wanted, executor))
    state = MigrationExecutor(connection).loader.project_state(wanted).apps
    with transaction.atomic():
        _fill(archive, {model._meta.db_table: model for model in _tables(state)})
        _put_uploads(archive, default_storage)
        connection.check_constraints()
        content_changed()
    forward = MigrationExecutor(connection)
    forward.migrate(forward.loader.graph.leaf_nodes())
    with transaction.atomic():  # not before: an older archive knows no number of the words
        words_changed()
        content_changed()


def _tables(registry: Any) -> list[type[models.Model]]:
    """The models whose rows an archive holds, in the order of their tables' names."""
    found = {
        model._meta.db_table: model
        for model in registry.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.db_table not in LEFT_OUT
    }
    return [found[name] for name in sorted(found)]


def _fields(model: Any) -> list[Any]:
    """The fields of a table that somebody writes. What the database itself works out of them it works out again."""
    return [field for field in model._meta.concrete_fields if not field.generated]


def _plain(row: tuple[Any, ...]) -> list[Any]:
    return [_value(value) for value in row]


def _value(value: Any) -> Any:
    """A column's value as JSON knows it; `to_python` of its field reads it again."""
    if value is None or isinstance(value, (bool, int, float, str, list, dict)):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(bytes(value)).decode("ascii")
    return str(value)


def _known(manifest: Manifest, executor: MigrationExecutor) -> list[tuple[str, str]]:
    """The archive's migrations as the executor's keys, or a refusal when this code lacks some of them."""
    nodes = {f"{app}.{name}": (app, name) for app, name in executor.loader.graph.nodes}
    missing = [name for name in manifest.migrations if name not in nodes]
    if missing:
        raise NotRestored(f"The backup comes from a newer portal: this one has no migration {missing[0]}. Upgrade it first.")
    return [nodes[name] for name in manifest.migrations]


def _last_of_each_app(wanted: list[tuple[str, str]], executor: MigrationExecutor) -> list[tuple[str, str]]:
    """Where to migrate to. An earlier migration named after a later one of its app would be taken for a way back."""
    inside = set(wanted)
    followed = {
        parent.key
        for key in wanted
        for parent in executor.loader.graph.node_map[key].parents
        if parent.key[0] == key[0] and parent.key in inside
    }
    return [key for key in wanted if key not in followed]


def _holds_rows() -> bool:
    return any(model._base_manager.exists() for model in _tables(apps) if model._meta.db_table not in WRITTEN_BY_MIGRATE)


def _fill(archive: Reader, known: dict[str, Any]) -> None:
    """Empty the tables and write the archive's rows; every table is then read back and compared."""
    quote = connection.ops.quote_name
    if set(known) != {table.name for table in archive.manifest.tables}:
        raise NotRestored("The backup's tables are not those of its migrations. Take another copy of it.")
    with connection.cursor() as cursor:
        for name in (*known, Session._meta.db_table):
            cursor.execute(f"DELETE FROM {quote(name)}")  # noqa: S608  names of tables, out of our own models
    for table in archive.manifest.tables:
        _insert(known[table.name], table, archive)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(known.values())):
            cursor.execute(statement)
    for table in archive.manifest.tables:
        if _digest(known[table.name], table) != table.digest:
            raise NotRestored(f"Rows of {table.name} would not come back as they were. Nothing has been restored.")


def _insert(model: Any, table: Table, archive: Reader) -> None:
    fields = {one.column: one for one in _fields(model)}
    if set(fields) != set(table.columns):
        raise NotRestored(f"The backup's columns of {table.name} are not those of its migrations. Take another copy of it.")
    ordered = [fields[column] for column in table.columns]
    batch = []
    for row in archive.rows(table):
        values = {one.attname: _read(one, value) for one, value in zip(ordered, row, strict=True)}
        batch.append(model(**values))
        if len(batch) == BATCH:
            _write(model, ordered, batch)
            batch = []
    if batch:
        _write(model, ordered, batch)


def _write(model: Any, fields: list[Any], batch: list[Any]) -> None:
    """`raw` writes the values as they are: no default, no "now" of an auto_now column."""
    most = max(1, connection.ops.bulk_batch_size(fields, batch))
    for start in range(0, len(batch), most):
        query = InsertQuery(model)
        query.insert_values(fields, batch[start : start + most], raw=True)
        query.get_compiler(connection=connection).execute_sql()


def _read(field: Any, value: Any) -> Any:
    while field.is_relation:
        field = field.target_field
    if value is not None and isinstance(field, models.BinaryField):
        return base64.b64decode(value)
    return value if value is None or isinstance(field, models.JSONField) else field.to_python(value)


def _digest(model: Any, table: Table) -> str:
    attnames = {one.column: one.attname for one in _fields(model)}
    digester = Digester()
    ordered = model._base_manager.order_by("pk").values_list(*(attnames[column] for column in table.columns))
    for row in ordered.iterator(BATCH):
        digester.take(line(_plain(row)))
    return str(digester.sha.hexdigest())


def _uploads(storage: Storage, folder: str = "") -> Iterator[str]:
    """The names of all uploaded files, in order; none where nobody has uploaded anything yet."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        yield f"{folder}/{name}" if folder else name
    for name in sorted(folders):
        yield from _uploads(storage, f"{folder}/{name}" if folder else name)


def _put_uploads(archive: Reader, storage: Storage) -> None:
    wanted = {upload.name for upload in archive.manifest.uploads}
    for name in list(_uploads(storage)):
        if name not in wanted:
            storage.delete(name)
    for upload in archive.manifest.uploads:
        with archive.open_upload(upload) as file:
            if storage.exists(upload.name):
                storage.delete(upload.name)
            storage.save(upload.name, file)
