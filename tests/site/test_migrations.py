"""Migrations go up, down and up again: the same tables, columns, indexes and rules, and the text untouched."""

import pytest
from django.db.migrations.loader import MigrationLoader

from tests.site.test_old_code_on_new_schema import each

# Runs in a process of its own over an empty database, and prints what differs.
SCHEMA = """
from django.core.management import call_command
from django.db import connection

OURS = ("pages", "audit", "mail", "search", "undertakings", "signatories", "funding", "consultations", "site")


def to(app, name):
    call_command("migrate", app, name, verbosity=0)


def schema():
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            columns = connection.introspection.get_table_description(cursor, table)
            found[table] = {(one.name, str(one.type_code), one.null_ok, str(one.default)) for one in columns}
            rules = connection.introspection.get_constraints(cursor, table).items()
            # A key to another table has a number in its name on SQLite.
            found[table] |= {
                ("", name if one["check"] or one["index"] else "", tuple(one["columns"] or ()), one["unique"], one["foreign_key"])
                for name, one in rules
            }
    return found


def rows():
    with connection.cursor() as cursor:
        for table in sorted(name for name in connection.introspection.table_names(cursor) if name.startswith("undertakings_")):
            names = sorted(one.name for one in connection.introspection.get_table_description(cursor, table))
            listed = ", ".join(map(connection.ops.quote_name, names))
            cursor.execute(f"SELECT {listed} FROM {connection.ops.quote_name(table)} ORDER BY id")
            yield table, names, cursor.fetchall()


def differs(before, after):
    return [f"{name}: {before.get(name)} became {after.get(name)}" for name in before.keys() | after.keys()
            if before.get(name) != after.get(name)]
"""

# Without Django's own tables, in some of which a number is longer where migrations made it.
AS_MADE = """
print(*sorted(f"{table}: {one}" for table, found in schema().items() for one in found if table.startswith(OURS)), sep="\\n")
"""

CODE = """
import os
import sys
call_command("migrate", verbosity=0)
call_command("load_compact", stdout=open(os.devnull, "w"), stderr=open(os.devnull, "w"))
before, first = list(rows()), schema()
assert any(found for _, _, found in before)
to("undertakings", "0001")
# A table that a later migration made goes with it on the way down, and comes back empty; the text must not.
kept = {table for table, _, _ in rows()}
call_command("migrate", verbosity=0)
after = {table: found for table, *found in rows()}
print(*(table for table, *found in before if table in kept and found != after[table]), sep="\\n", file=sys.stderr)
print(*differs(first, schema()), sep="\\n", file=sys.stderr)
schema = lambda: first
"""


@pytest.mark.django_db
def test_up_down_and_up_changes_nothing_and_leaves_what_the_models_say(new_place):
    migrated, complaint = new_place().start(SCHEMA + CODE + AS_MADE).communicate(timeout=400)
    assert complaint.strip() == ""
    at_once = new_place()
    at_once.make_tables()
    made, complaint = at_once.start(SCHEMA + AS_MADE).communicate(timeout=100)
    assert complaint == ""
    assert len(made.splitlines()) > 1_000
    assert migrated.splitlines() == made.splitlines()


def test_each_migration_can_go_back() -> None:
    """All the way down takes longer than all else here: what a migration says of itself is enough where it has not run."""
    steps = MigrationLoader(None, ignore_no_migrations=True).disk_migrations.items()
    assert [(name, one) for name, migration in steps for one in each(migration.operations) if not one.reversible] == []
