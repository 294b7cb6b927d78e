"""Columns that came later than their table get a default in the database, so that old code can still add a row."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("site", "0002_automatic_reports"),
    ]

    operations = [
        migrations.AlterField(
            model_name="historicalproblemreport",
            name="automatic",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AlterField(
            model_name="problemreport",
            name="automatic",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
