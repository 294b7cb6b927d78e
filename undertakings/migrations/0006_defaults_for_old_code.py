"""Columns that came later than their table get a default in the database, so that old code can still add a row."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("undertakings", "0005_turning_red_and_amounts"),
    ]

    operations = [
        migrations.AlterField(
            model_name="historicalthreshold",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.AlterField(
            model_name="threshold",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1, editable=False),
        ),
    ]
