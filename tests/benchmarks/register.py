"""The register and the officer's desk at 1,000 and at 100,000 agreements: what a page costs at the one in times of the
other, and how much memory an export takes.

`python -m tests.benchmarks.register` alone, or within `make bench`. BENCH_POSTGRES names a PostgreSQL server as in the
benchmark of the directory. Nothing is kept of a page: each request makes it.
"""

import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import measure, servers
from tests.benchmarks.directory import FEW, GOAL, MANY, ROUNDS, SECONDS, database
from tests.benchmarks.measure import Target
from tests.benchmarks.report import Line, table
from tests.house.source import ROOT

FLAT = 1.1  # peak memory of an export, in times of that of few rows
# Filters that leave a full page at 1,000 agreements too: else it is the rows of the page that are measured.
PAGES = {
    "first page": "/funding/",
    "one filter": "/funding/?kind=project",
    "three filters": "/funding/?funder=large-council&term=multi&notice=no",
    "a year": "/funding/?year={year}",
    "shared terms": "/funding/?shared=terms",
    "largest first": "/funding/?sort=largest",
    "deepest page": "/funding/?after={last}",
    "words": "/funding/?q=orchard",
    "an agreement": "/funding/agreements/{reference}/",
    "totals": "/funding/totals/",
    "shared ways": "/funding/shared-ways/",
    "a funder’s page": "/signatories/large-council/",
}
SIGNED_IN = {"desk": "/workspace/funding/", "own agreements": "/workspace/funding/agencies/large-council/agreements/"}
EXPORTS = {
    "CSV": "/open-data/funding.csv", "JSON": "/open-data/funding.json",
    "360Giving": "/open-data/funding/large-council/360giving.json",
}  # fmt: skip


@dataclass(frozen=True)
class Register:
    """A portal with so many agreements, and what its addresses need."""

    server: servers.Server
    made: dict[str, str]

    def targets(self, count: int) -> list[Target]:
        cookie = (("Cookie", f"__Host-session={self.made['session']}"),)
        found = [Target(f"{name} {count}", self.server, self.path(path), connections=1) for name, path in PAGES.items()]
        return found + [Target(f"{name} {count}", self.server, path, cookie, connections=1) for name, path in SIGNED_IN.items()]

    def path(self, path: str) -> str:
        return path.format(**self.made)


def register(stack: ExitStack, folder: Path, agreements: int, server: str) -> Register:
    folder.mkdir(parents=True)
    env = servers.environment(folder) | {"PORTAL_360GIVING_PREFIX": "360G-benchmark", "PORTAL_SECOND_FACTOR": "no"}
    if server:
        env["DATABASE_URL"] = database(stack, server, f"bench_register_{agreements}")
    for words in (["manage.py", "migrate", "--verbosity", "0"], ["manage.py", "collectstatic", "--noinput"]):
        subprocess.run([sys.executable, *words], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
    filling = [sys.executable, "-m", "tests.benchmarks.many_agreements", str(agreements)]
    made = json.loads(subprocess.run(filling, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout)
    return Register(servers.gunicorn(stack, "tests.benchmarks.anew", env, ready="/healthz"), made)


def pages(name: str, few: Register, many: Register, folder: Path, *, by_time: bool) -> list[Line]:
    """A ratio for each page: of processor time on SQLite, which works inside the server's process; of time on PostgreSQL."""
    pairs = zip(few.targets(FEW), many.targets(MANY), strict=True)
    targets = [target for pair in pairs for target in pair]
    for target in [*targets, *targets]:  # both workers have begun, however busy the machine is
        servers.fetch(target.server.address + target.path, dict(target.headers))
    found = measure.interleaved(targets, rounds=ROUNDS, seconds=SECONDS, folder=folder)
    done = []
    for page in (*PAGES, *SIGNED_IN):
        one, other = found[f"{page} {FEW}"], found[f"{page} {MANY}"]
        ratio = one.rate / other.rate if by_time else other.cpu_ms / one.cpu_ms
        done.append(Line(f"funding, {name}", f"{page}, 100,000 to 1,000", ratio, GOAL, other.cpu_ms, other.rate))
    return done


def exports(name: str, few: Register, many: Register) -> list[Line]:
    done = []
    for kind, path in EXPORTS.items():
        small, large = (_export(one.server, path) for one in (few, many))
        how = f"{kind} of 100,000, peak memory to that of 1,000"
        done.append(Line(f"funding, {name}", how, large.peak / small.peak, FLAT, large.cpu_ms, 1 / large.seconds))
    return done


@dataclass(frozen=True)
class Export:
    peak: int  # bytes of the larger worker while it was at work
    cpu_ms: float
    seconds: float


def _workers(server: servers.Server) -> list[Path]:
    main = server.process.pid
    children = Path(f"/proc/{main}/task/{main}/children").read_text(encoding="ascii").split()
    return [Path(f"/proc/{pid}") for pid in children]


def _export(server: servers.Server, path: str) -> Export:
    """Read an export to its end and throw it away. It is fetched once before, so that all code is loaded."""
    for worker in _workers(server):
        (worker / "clear_refs").write_text("5", encoding="ascii")  # the peak is counted from here
    before, began = server.cpu_ms(), time.monotonic()
    port = int(server.address.rpartition(":")[2])
    for _ in range(3):
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        link.request("GET", path, headers=servers.HEADERS)
        answer = link.getresponse()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}.")
        while answer.read(1 << 16):
            pass
        link.close()
    peaks = [
        int(line.split()[1]) * 1024
        for worker in _workers(server)
        for line in (worker / "status").read_text(encoding="ascii").splitlines()
        if line.startswith("VmHWM")
    ]
    return Export(max(peaks), (server.cpu_ms() - before) / 3, (time.monotonic() - began) / 3)


def lines(stack: ExitStack, folder: Path, server: str = "") -> list[Line]:
    name = "PostgreSQL" if server else "SQLite"
    few, many = (register(stack, folder / f"{name}-{count}", count, server) for count in (FEW, MANY))
    sent = exports(name, few, many)  # first: what pages have left in a worker's memory is not theirs
    return pages(name, few, many, folder, by_time=bool(server)) + sent


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
