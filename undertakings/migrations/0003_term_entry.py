"""The entry of a term in the A to Z is kept as HTML, so that a page of two thousand terms is read and not made."""

from django.db import migrations, models

from compact_portal.lib.typesetting import set_entry


def make_entries(apps, schema_editor):
    terms = apps.get_model("undertakings", "Term").objects.using(schema_editor.connection.alias)
    for term in terms.iterator(chunk_size=500):
        term.entry_html = set_entry(
            slug=term.slug, name=term.name, short_form=term.short_form, html=term.meaning_html, buster="/jargon-buster/"
        )
        term.save(update_fields=["entry_html"])


class Migration(migrations.Migration):
    dependencies = [
        ("undertakings", "0002_threshold_version"),
    ]

    operations = [
        migrations.AddField("historicalterm", "entry_html", models.TextField(blank=True, db_default="")),
        migrations.AddField("term", "entry_html", models.TextField(blank=True, db_default="")),
        migrations.RunPython(make_entries, migrations.RunPython.noop),
    ]
