"""Signings a second: eight threads that each sign through the pages, and whether each acknowledged signature is there once.

`python -m tests.benchmarks.signing` alone, or within `make bench`. BENCH_POSTGRES names a PostgreSQL server as in the
benchmark of the directory.
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

SIGNINGS = int(os.environ.get("BENCH_SIGNINGS", "200"))
GOAL = 0.0  # lost or doubled


def run(env: dict[str, str], *words: str) -> str:
    command = [sys.executable, *words]
    return subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout


def line(stack: ExitStack, folder: Path, server: str = "") -> Line:
    """Whole signings a second and what was lost or doubled. CalledProcessError where the chain or a digest is wrong."""
    name = "PostgreSQL" if server else "SQLite"
    place = folder / name
    place.mkdir(parents=True)
    env = servers.environment(place)
    if server:
        env["DATABASE_URL"] = database(stack, server, "bench_signing")
    run(env, "manage.py", "migrate", "--verbosity", "0")
    run(env, "manage.py", "collectstatic", "--noinput")
    signers = ("-m", "tests.benchmarks.signers")
    run(env, *signers, "prepare", str(SIGNINGS))
    portal = servers.gunicorn(stack, "compact_portal.wsgi", env, ready="/healthz")
    before = portal.cpu_ms()
    signed = json.loads(run(env, *signers, "sign", portal.address, str(SIGNINGS)))
    used = portal.cpu_ms() - before
    run(env, "manage.py", "verify_signatures")
    count = signed["acknowledged"]
    how = f"lost or doubled of {count}"
    return Line(f"signing, {name}", how, signed["lost"] + signed["doubled"], GOAL, used / count, count / signed["seconds"])


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
