from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PagesConfig(AppConfig):
    name = "compact_portal.pages"
    label = "pages"
    verbose_name = "Public pages"

    def ready(self) -> None:
        post_migrate.connect(first_row, sender=self)


def first_row(using: str, **_: Any) -> None:
    """The one row of the content version, also after `manage.py flush` has emptied every table."""
    from django.db import connections

    from compact_portal.pages.models import ContentVersion

    # Not there yet on the way down or up through the first migrations.
    if ContentVersion._meta.db_table in connections[using].introspection.table_names():
        rows = ContentVersion.objects.using(using)
        if not rows.filter(pk=1).exists():  # asks for no column that a later migration adds
            rows.create(pk=1)
