"""Columns that came later than their table get a default in the database, so that old code can still add a row."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("signatories", "0006_evidence_reply"),
    ]

    operations = [
        migrations.AlterField(
            model_name="historicalpartner",
            name="refused_reason",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AlterField(
            model_name="partner",
            name="name_key",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=210),
        ),
        migrations.AlterField(
            model_name="partner",
            name="refused_reason",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AlterField(
            model_name="partner",
            name="stands",
            field=models.CharField(db_default="none", default="none", editable=False, max_length=28),
        ),
    ]
