"""A threshold is edited in the workspace like the other reference, so it carries a version as they do."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("undertakings", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalthreshold",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name="threshold",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
    ]
