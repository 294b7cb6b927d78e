"""The directory at 1,000 and at 100,000 partners: what a page, made anew, costs at the one in times of the other.

`python -m tests.benchmarks.directory` alone, or within `make bench`. BENCH_POSTGRES names a PostgreSQL server
(postgres://postgres@127.0.0.1:5432) on which it is measured too.
"""

import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import psycopg2

from tests.benchmarks import measure, servers
from tests.benchmarks.measure import Target
from tests.benchmarks.report import Line, table
from tests.house.source import ROOT

FEW, MANY = 1_000, 100_000
GOAL = 1.3
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
SECONDS = int(os.environ.get("BENCH_SECONDS", "3"))
PAGES = {
    "first page": "/signatories/?letter=",
    "one filter": "/signatories/?sector=voluntary",
    # Filters that leave a full page at 1,000 partners too: else it is the rows of the page that are measured.
    "three filters": "/signatories/?sector=voluntary&income=10k-100k&status=signed",
    "to reaffirm": "/signatories/?status=to-reaffirm",
    "deepest page": "/signatories/?after={last}",
}


def database(stack: ExitStack, server: str, name: str) -> str:
    """A new database on a PostgreSQL server, dropped at the end."""

    def run(statement: str) -> None:
        link = psycopg2.connect(f"{server}/postgres")
        link.autocommit = True
        with link.cursor() as cursor:
            cursor.execute(statement)
        link.close()

    run(f"DROP DATABASE IF EXISTS {name}")
    run(f"CREATE DATABASE {name}")
    stack.callback(run, f"DROP DATABASE {name} WITH (FORCE)")
    return f"{server}/{name}"


def portal(stack: ExitStack, folder: Path, partners: int, server: str) -> tuple[servers.Server, int]:
    """A portal with so many partners, and the number of the partner after which its last page begins."""
    folder.mkdir(parents=True)
    env = servers.environment(folder)
    if server:
        env["DATABASE_URL"] = database(stack, server, f"bench_directory_{partners}")
    commands = (["manage.py", "migrate", "--verbosity", "0"], ["manage.py", "collectstatic", "--noinput"])
    for words in commands:
        subprocess.run([sys.executable, *words], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
    filling = [sys.executable, "-m", "tests.benchmarks.many_partners", str(partners)]
    last = subprocess.run(filling, cwd=ROOT, env=env, check=True, capture_output=True, text=True).stdout
    return servers.gunicorn(stack, "tests.benchmarks.anew", env, ready="/healthz"), int(last)


def lines(stack: ExitStack, folder: Path, server: str = "") -> list[Line]:
    """A ratio for each page: of processor time on SQLite, which works inside the server's process; of time on PostgreSQL,
    which does not."""
    name = "PostgreSQL" if server else "SQLite"
    targets = []
    for partners in (FEW, MANY):
        here, last = portal(stack, folder / f"{name}-{partners}", partners, server)
        targets += [Target(f"{page} {partners}", here, path.format(last=last), connections=1) for page, path in PAGES.items()]
    targets.sort(key=lambda target: [*PAGES].index(target.name.rpartition(" ")[0]))
    for target in [*targets, *targets]:  # both workers have begun, however busy the machine is
        servers.fetch(target.server.address + target.path)
    found = measure.interleaved(targets, rounds=ROUNDS, seconds=SECONDS, folder=folder)
    done = []
    for page in PAGES:
        few, many = found[f"{page} {FEW}"], found[f"{page} {MANY}"]
        ratio = few.rate / many.rate if server else many.cpu_ms / few.cpu_ms
        done.append(Line(f"directory, {name}", f"{page}, 100,000 to 1,000", ratio, GOAL, many.cpu_ms, many.rate))
    return done


def all_lines(stack: ExitStack, folder: Path) -> list[Line]:
    """On SQLite, and on PostgreSQL where a server is named."""
    server = os.environ.get("BENCH_POSTGRES", "").rstrip("/")
    return lines(stack, folder) + (lines(stack, folder, server) if server else [])


if __name__ == "__main__":
    with ExitStack() as outer:
        place = Path(outer.enter_context(tempfile.TemporaryDirectory(prefix="compact-bench-")))
        place.chmod(0o755)
        shown = all_lines(outer, place)
    print(table(shown, []))
    sys.exit(any(not line.met for line in shown))
