from typing import Any

from django.core.management.base import BaseCommand

from compact_portal.lib.clock import now
from undertakings.actions.evidence import rebuild_evidence


class Command(BaseCommand):
    help = "Build the evidence anew: judge every record of every measure, and count all figures from the verdicts."

    def handle(self, *args: Any, **options: Any) -> None:
        count = rebuild_evidence(at=now())
        self.stdout.write(f"{count} record{'' if count == 1 else 's'} judged.")
