"""Load a compact from a folder: its text and the reference beside it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from compact_portal.lib.clock import today
from compact_portal.lib.compact_folder import read_folder_path
from undertakings.actions.loading import load
from undertakings.actions.publishing import AlreadyPublished

SHIPPED = settings.BASE_DIR / "undertakings" / "dacorum"


class Command(BaseCommand):
    help = "Load a compact from a folder that holds compact.md and, if wanted, the CSV files beside it. All or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=SHIPPED, help="default: the one that ships")
        parser.add_argument("--note", default="", help="what is new in this edition, for its page")
        parser.add_argument("--replace", action="store_true", help="overwrite reference rows that people have edited here")

    def handle(self, *args: Any, folder: Path, note: str, replace: bool, **options: Any) -> None:
        content, faults = read_folder_path(folder)
        if content is None:
            for fault in faults:
                self.stderr.write(str(fault))
            raise CommandError(f"Nothing was loaded: {len(faults)} fault{'s' if len(faults) != 1 else ''} in {folder}.")
        try:
            done = load(folder=content, by=None, on=today(), note=note, replace=replace)
        except AlreadyPublished as problem:
            raise CommandError(f"Nothing was loaded. {problem}") from None
        for warning in done.warnings:
            self.stderr.write(f"Warning: {warning}")
        self.stdout.write(done.sentence)
