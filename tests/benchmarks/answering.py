"""Answers a second: eight threads that each answer through the pages, and whether each acknowledged answer is there once.

`python -m tests.benchmarks.answering` alone, or within `make bench`. BENCH_POSTGRES names a PostgreSQL server as in the
benchmark of the directory.
"""

import json
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.benchmarks import servers
from tests.benchmarks.directory import database
from tests.benchmarks.report import Line, table
from tests.benchmarks.signing import run

ANSWERS = int(os.environ.get("BENCH_ANSWERS", "200"))
GOAL = 0.0  # lost, doubled, or counted wrongly


def line(stack: ExitStack, folder: Path, server: str = "") -> Line:
    """Whole answers a second, and what was lost, doubled or miscounted."""
    name = "PostgreSQL" if server else "SQLite"
    place = folder / name
    place.mkdir(parents=True)
    env = servers.environment(place)
    if server:
        env["DATABASE_URL"] = database(stack, server, "bench_answering")
    run(env, "manage.py", "migrate", "--verbosity", "0")
    run(env, "manage.py", "collectstatic", "--noinput")
    answerers = ("-m", "tests.benchmarks.answerers")
    run(env, *answerers, "prepare")
    portal = servers.gunicorn(stack, "compact_portal.wsgi", env, ready="/healthz")
    before = portal.cpu_ms()
    found = json.loads(run(env, *answerers, "answer", portal.address, str(ANSWERS)))
    used, count = portal.cpu_ms() - before, found["acknowledged"]
    wrong = found["lost"] + found["doubled"] + found["miscounted"]
    return Line(f"answering, {name}", f"lost or doubled of {count}", wrong, GOAL, used / count, count / found["seconds"])


def all_lines(stack: ExitStack, folder: Path) -> list[Line]:
    """On SQLite, and on PostgreSQL where a server is named."""
    server = os.environ.get("BENCH_POSTGRES", "").rstrip("/")
    return [line(stack, folder), *([line(stack, folder, server)] if server else [])]


if __name__ == "__main__":
    with ExitStack() as outer:
        temporary = Path(outer.enter_context(tempfile.TemporaryDirectory(prefix="compact-bench-")))
        temporary.chmod(0o755)
        shown = all_lines(outer, temporary)
    print(table(shown, []))
    sys.exit(any(not one.met for one in shown))
