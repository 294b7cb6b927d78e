"""Write a backup of everything: every row, every upload."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from compact_portal.lib.clock import now
from compact_portal.site.archiving import NotRestored, back_up

NAMES = "portal-*.zip"


class Command(BaseCommand):
    help = "Write every row and upload, as they are at one moment, into one file that either kind of database restores."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="default: a name with the time, in PORTAL_DATA/backups/")
        parser.add_argument("--keep", type=int, metavar="N", help="remove all but the newest N backups in that folder")

    def handle(self, *args: Any, file: Path | None, keep: int | None, **options: Any) -> None:
        if keep is not None and (keep < 1 or file is not None):
            raise CommandError("--keep takes 1 or more, and only without a file name.")
        at = now()
        target = file or settings.PORTAL_DATA / "backups" / f"portal-{at:%Y%m%d-%H%M%S}.zip"
        try:
            manifest = back_up(target, at=at)
        except NotRestored as problem:
            raise CommandError(f"No backup was written. {problem}") from None
        except OSError as problem:
            raise CommandError(f"No backup was written. {problem}") from problem
        old = sorted(target.parent.glob(NAMES))[:-keep] if keep else []
        for path in old:
            path.unlink()
        gone = f" {len(old)} older ones removed." if old else ""
        self.stdout.write(
            f"{target}: {manifest.rows} rows of {len(manifest.tables)} tables and {len(manifest.uploads)} uploads, "
            f"digest {manifest.digest[:16]}.{gone}"
        )
