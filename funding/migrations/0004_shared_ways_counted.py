from typing import Any

from django.db import migrations
from django.db.models import Count, F, Q


def count(apps: Any, schema_editor: Any) -> None:
    """Put into the totals, for agreements that they hold already, how many use what funders share."""
    agreement, total = apps.get_model("funding", "Agreement"), apps.get_model("funding", "AwardTotal")
    held = agreement.objects.exclude(counted_year="")
    held.update(counted_terms=F("common_terms"), counted_monitoring=F("common_monitoring"))
    rows = (
        held.order_by()
        .values("funder", "counted_year")
        .annotate(terms=Count("pk", filter=Q(common_terms=True)), monitoring=Count("pk", filter=Q(common_monitoring=True)))
    )
    for row in rows:
        total.objects.filter(funder=row["funder"], year=row["counted_year"]).update(
            common_terms=row["terms"], common_monitoring=row["monitoring"]
        )


class Migration(migrations.Migration):
    dependencies = [("funding", "0003_measurements")]

    operations = [migrations.RunPython(count, migrations.RunPython.noop)]
