"""Bring in a spreadsheet of so many rows, half of them agreements and half payments, and print what it took as JSON.

`python -m tests.benchmarks.many_rows 20000` in the environment of the portal.
"""

import json
import os
import resource
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "compact_portal.settings")
django.setup()

from compact_portal.lib.clock import now, today  # noqa: E402  the settings come first
from funding.actions.bringing import start_bringing, step  # noqa: E402  the same
from funding.actions.importing import work  # noqa: E402  the same
from funding.models import ImportBatch  # noqa: E402  the same
from tests.funding.agreeing import guideline, thresholds  # noqa: E402  the same
from tests.funding.sheets import AGREEMENTS, PAYMENTS, brought, choir, csv_of  # noqa: E402  the same


def rows(count: int) -> bytes:
    agreements = [choir(Our_reference=f"G-{number}") + ("",) * 5 for number in range(count // 2)]
    blank = [""] * (len(AGREEMENTS) - 1)
    payments = [
        (f"G-{number}", *blank, f"INV-{number}", "1/4/2026", "3,000", "2026-04-09", "3,000") for number in range(count // 2)
    ]
    return csv_of((*AGREEMENTS, *PAYMENTS[1:]), *agreements, *payments)


def stepped(batch: ImportBatch) -> tuple[ImportBatch, float, float]:
    """Every step that needs nobody; processor seconds of all and of the longest."""
    longest, began = 0.0, time.process_time()

    def timed(held: ImportBatch) -> None:
        nonlocal longest
        before = time.process_time()
        step(held, at=now(), on=today())
        longest = max(longest, time.process_time() - before)

    reached = work(batch=batch, step=timed, enough=lambda: False)
    return reached, time.process_time() - began, longest


def measure(count: int) -> dict[str, float]:
    thresholds()
    guideline(3)
    data, began = rows(count), time.process_time()
    batch = brought(data)
    read = time.process_time() - began
    batch, check, check_step = stepped(batch)
    assert batch.state == "ready", batch.counts
    batch, bring, bring_step = stepped(start_bringing(batch=batch, version=batch.version, by=None))
    assert batch.state == "done", batch.counts
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"check": read + check, "check_step": check_step, "bring": bring, "bring_step": bring_step, "megabytes": peak}


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
