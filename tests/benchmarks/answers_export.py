"""The export of 100,000 published answers in flat memory: the most that a process holds, in times of what 1,000 take.

`python -m tests.benchmarks.answers_export` alone, or within `make bench`. Each export runs in a process of its own.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from tests.benchmarks import servers
from tests.benchmarks.report import Line, table
from tests.house.source import ROOT

FEW, MANY = 1_000, 100_000
FORMATS = ("csv", "json", "xlsx")
GOAL = 1.3
SLUG = "the-market-square"


def run(env: dict[str, str], *words: str) -> str:
    command = [sys.executable, *words]
    return subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout


def prepare(count: int) -> None:
    """So many published responses with an answer each."""
    from uuid import uuid4

    from compact_portal.lib.clock import now
    from consultations.models import Answer, Response
    from tests.consultations.asking import ask, closed

    consultation, at = closed(), now()
    question = ask(consultation)
    for start in range(0, count, 5_000):
        made = Response.objects.bulk_create(
            Response(
                reference=f"B-{number}", token=uuid4(), consultation=consultation, received_at=at, may_publish=True,
                published_at=at, is_organisation=True, organisation=f"Group number {number}",
            )
            for number in range(start, min(start + 5_000, count))
        )  # fmt: skip
        words = "We meet in the hall each week and would have to find another one, which costs more than we have. "
        Answer.objects.bulk_create(Answer(response=one, question=question, words=words * 3) for one in made)


def export(end: str) -> None:
    """Ask for the whole file as a reader would, throw it away, and tell what that took."""
    from django.conf import settings
    from django.test import Client

    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    address = f"/open-data/consultations/{SLUG}/answers.{end}"
    began, used = time.monotonic(), time.process_time()
    response = client.get(address, secure=True)
    assert response.status_code == 200, response.status_code
    size = sum(len(block) for block in response.streaming_content)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"peak": peak, "size": size, "seconds": time.monotonic() - began, "cpu": time.process_time() - used}))


def all_lines(folder: Path) -> list[Line]:
    """A line for each format; as CPU what an export of all takes, as rate the answers a second."""
    found: dict[tuple[str, int], dict[str, float]] = {}
    for count in (FEW, MANY):
        place = folder / str(count)
        place.mkdir(parents=True)
        env = servers.environment(place)
        run(env, "manage.py", "migrate", "--verbosity", "0")
        run(env, "-m", "tests.benchmarks.answers_export", "prepare", str(count))
        for end in FORMATS:
            found[end, count] = json.loads(run(env, "-m", "tests.benchmarks.answers_export", "export", end))
    lines = []
    for end in FORMATS:
        many, few = found[end, MANY], found[end, FEW]
        ratio = many["peak"] / few["peak"]
        kind = f"memory, 100,000 to 1,000; {many['peak'] / 1024:.0f} MB at most"
        lines.append(Line(f"answers.{end}", kind, ratio, GOAL, many["cpu"] * 1000, MANY / many["seconds"]))
    return lines


def main() -> int:
    if len(sys.argv) > 1:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "compact_portal.settings")
        import django

        django.setup()
        {"prepare": lambda: prepare(int(sys.argv[2])), "export": lambda: export(sys.argv[2])}[sys.argv[1]]()
        return 0
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="compact-bench-")))
        shown = all_lines(folder)
    print(table(shown, []))
    return int(any(not one.met for one in shown))


if __name__ == "__main__":
    sys.exit(main())
