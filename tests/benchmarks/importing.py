"""A spreadsheet of 20,000 rows on its way in: rows a second, peak memory, and how long anybody else would have to wait.

`python -m tests.benchmarks.importing` alone, or within `make bench`. BENCH_POSTGRES names a PostgreSQL server as in the
benchmark of the directory; BENCH_ROWS another number of rows.
"""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.benchmarks import servers
from tests.benchmarks.directory import database
from tests.benchmarks.report import Line, table
from tests.house.source import ROOT

ROWS = int(os.environ.get("BENCH_ROWS", "20000"))
# Of a step, which is as long as another writer waits on SQLite (it may wait for five seconds).
MOST_SECONDS = 1.0
# Of the one that shows the file: some 90,000 verdicts of it become known at one instant.
MOST_SHOWING = 2.0
MOST_MEGABYTES = 300


def lines(stack: ExitStack, folder: Path, server: str = "") -> list[Line]:
    """The longest step in processor seconds, and the peak memory; beside them rows a second, checked and brought in."""
    name = "PostgreSQL" if server else "SQLite"
    place = folder / name
    place.mkdir(parents=True)
    env = servers.environment(place)
    if server:
        env["DATABASE_URL"] = database(stack, server, "bench_importing")
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=env, check=True)
    command = [sys.executable, "-m", "tests.benchmarks.many_rows", str(ROWS)]
    found = json.loads(subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout)
    page = f"import of {ROWS:,} rows, {name}"
    return [
        Line(page, "read and checked, longest step in s", found["check_step"], MOST_SECONDS,
             found["check"] * 1000 / ROWS, ROWS / found["check"]),
        Line(page, "brought in and counted, longest step in s", found["bring_step"], MOST_SHOWING,
             found["bring"] * 1000 / ROWS, ROWS / found["bring"]),
        Line(page, "peak memory in MB", found["megabytes"], MOST_MEGABYTES, 0.0, 0.0),
    ]  # fmt: skip


def all_lines(stack: ExitStack, folder: Path) -> list[Line]:
    """On SQLite, and on PostgreSQL where a server is named."""
    server = os.environ.get("BENCH_POSTGRES", "").rstrip("/")
    return lines(stack, folder) + (lines(stack, folder, server) if server else [])


if __name__ == "__main__":
    with ExitStack() as outer:
        temporary = Path(outer.enter_context(tempfile.TemporaryDirectory(prefix="compact-bench-")))
        temporary.chmod(0o755)
        shown = all_lines(outer, temporary)
    print(table(shown, []))
    sys.exit(any(not one.met for one in shown))
