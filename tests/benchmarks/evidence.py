"""Evidence over 1,000 agreements and over 100,000, ten instalments each, and a tenth as many consultations: what a page costs at
the one in times of the other.

`python -m tests.benchmarks.evidence` alone, or within `make bench`. It is measured on the PostgreSQL server that
BENCH_POSTGRES names (postgres://postgres@127.0.0.1:5432), and left out where none is named: filling it takes a while.
BENCH_VERIFY=yes also times `manage.py verify_evidence` over all of it.
"""

import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from tests.benchmarks import measure, servers
from tests.benchmarks.directory import database
from tests.benchmarks.measure import Target
from tests.benchmarks.report import Line, table
from tests.house.source import ROOT

FEW, MANY = 1_000, 100_000
GOAL = 1.5
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
SECONDS = int(os.environ.get("BENCH_SECONDS", "3"))
# Each with a full page of records at either size: else it is the rows of the page that are compared.
PAGES = {
    "every undertaking": "/evidence/",
    "payments on time": "/evidence/payment-on-time/",
    "not kept": "/evidence/payment-on-time/?outcome=not_kept",
    "a year": "/evidence/payment-on-time/2025-26/",
    "windows": "/evidence/consultation-window/",
    "windows, not kept": "/evidence/consultation-window/?outcome=not_kept",
    "outcomes": "/evidence/outcome-on-time/",
    "small groups heard": "/evidence/small-groups-consulted/",
    "home": "/",
}


def portal(stack: ExitStack, folder: Path, agreements: int, server: str) -> servers.Server:
    """A portal with so many agreements, and a store of pages that keeps nothing."""
    folder.mkdir(parents=True)
    env = servers.environment(folder) | {"DATABASE_URL": database(stack, server, f"bench_evidence_{agreements}")}
    commands: list[list[str]] = [
        ["manage.py", "migrate", "--verbosity", "0"],
        ["manage.py", "collectstatic", "--noinput", "--verbosity", "0"],
        ["manage.py", "load_compact"],
        ["-m", "tests.benchmarks.many_verdicts", str(agreements)],
    ]
    for words in commands:
        done = subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True, stderr=subprocess.DEVNULL
        )
    print(f"{agreements:,} agreements were judged in {done.stdout.strip()} s.", flush=True)
    if os.environ.get("BENCH_VERIFY") == "yes":
        began = time.monotonic()
        said = subprocess.run(
            [sys.executable, "manage.py", "verify_evidence"], cwd=ROOT, env=env, check=True, capture_output=True, text=True
        )
        print(f"verify_evidence took {time.monotonic() - began:.0f} s: {said.stdout.strip()}", flush=True)
    return servers.gunicorn(stack, "tests.benchmarks.anew", env, ready="/healthz")


def _run(words: list[str], env: dict[str, str]) -> str:
    command = [sys.executable, *words]
    return subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, text=True).stdout.strip()


def all_lines(stack: ExitStack, folder: Path) -> list[Line]:
    """A ratio of time for each page, the database's part in it: it works outside the server's process."""
    server = os.environ.get("BENCH_POSTGRES", "").rstrip("/")
    if not server:
        return []
    few, many = (portal(stack, folder / str(count), count, server) for count in (FEW, MANY))
    targets = [
        Target(f"{page} {count}", here, path, connections=1)
        for page, path in PAGES.items()
        for count, here in ((FEW, few), (MANY, many))
    ]
    for target in [*targets, *targets]:  # both workers have begun, however busy the machine is
        servers.fetch(target.server.address + target.path)
    found = measure.interleaved(targets, rounds=ROUNDS, seconds=SECONDS, folder=folder)
    return [
        Line(
            "evidence, PostgreSQL", f"{page}, 100,000 to 1,000 agreements",
            found[f"{page} {FEW}"].rate / found[f"{page} {MANY}"].rate, GOAL,
            found[f"{page} {MANY}"].cpu_ms, found[f"{page} {MANY}"].rate,
        )
        for page in PAGES
    ]  # fmt: skip


if __name__ == "__main__":
    with ExitStack() as outer:
        place = Path(outer.enter_context(tempfile.TemporaryDirectory(prefix="compact-bench-")))
        place.chmod(0o755)
        shown = all_lines(outer, place)
    print(table(shown, []))
    sys.exit(any(not line.met for line in shown))
