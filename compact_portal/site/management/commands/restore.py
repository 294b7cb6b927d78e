"""Put a backup in place."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from compact_portal.lib.archive import BadArchive, Reader
from compact_portal.site.archiving import NotRestored, restore


class Command(BaseCommand):
    help = "Put every row and upload of a backup in place, all or nothing, in an empty database of either kind."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="what `manage.py backup` wrote")
        parser.add_argument("--replace", action="store_true", help="lose all that is there now")

    def handle(self, *args: Any, file: Path, replace: bool, **options: Any) -> None:
        try:
            with Reader(file) as archive:
                restore(archive, replace=replace)
                manifest = archive.manifest
        except (BadArchive, NotRestored) as problem:
            raise CommandError(f"Nothing was restored. {problem}") from None
        self.stdout.write(
            f"Restored {manifest.rows} rows of {len(manifest.tables)} tables and {len(manifest.uploads)} uploads "
            f"as of {manifest.made_at}, digest {manifest.digest[:16]}. Everybody has to sign in again."
        )
