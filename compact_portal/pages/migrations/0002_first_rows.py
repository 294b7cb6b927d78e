"""The one row of the content version, and the table in which workers share rate limits."""

from django.core.management import call_command
from django.db import migrations


def first_rows(apps, schema_editor):
    apps.get_model("pages", "ContentVersion").objects.using(schema_editor.connection.alias).get_or_create(pk=1)
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


def drop_cache_table(apps, schema_editor):
    schema_editor.execute("DROP TABLE IF EXISTS portal_cache")
    apps.get_model("pages", "ContentVersion").objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [("pages", "0001_initial")]

    operations = [migrations.RunPython(first_rows, drop_cache_table)]
