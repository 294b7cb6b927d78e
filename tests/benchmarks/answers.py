"""A consultation with 10 and with 100,000 answers: what a page costs at the one in times of the other.

`python -m tests.benchmarks.answers` alone, or within `make bench`. The store keeps nothing here, so that each request makes
its page. BENCH_POSTGRES names a PostgreSQL server (postgres://postgres@127.0.0.1:5432); without one SQLite is measured.
"""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import measure, servers
from tests.benchmarks.directory import GOAL, ROUNDS, SECONDS, database
from tests.benchmarks.measure import Target
from tests.benchmarks.report import Line, table
from tests.house.source import ROOT

FEW, MANY = 10, 100_000
# The officers' list shows fifty rows a page: it is held against a consultation that fills one.
DESK_FEW = 1_000
PAGES = {
    "counts and answers": "/consultations/bench/answers/",
    "last answers": "/consultations/bench/answers/?after={last}",
    "outcome": "/consultations/bench/outcome/",
}
OWN = "/workspace/consultations/bench/answers/"
DESK = {
    "officers’ list": OWN,
    "officers’ list, untagged": f"{OWN}?theme=none",
    "officers’ list, a theme": f"{OWN}?theme={{theme}}",
    "officers’ list, late": f"{OWN}?mark=late",
}


@dataclass(frozen=True)
class Filled:
    """A portal whose consultation has so many answers."""

    server: servers.Server
    words: dict[str, str]

    def target(self, name: str, path: str) -> Target:
        cookie = (("Cookie", self.words["session"]),) if path.startswith("/workspace/") else ()
        return Target(name, self.server, path.format(**self.words), headers=cookie, connections=1)


def portal(stack: ExitStack, folder: Path, answers: int, server: str) -> Filled:
    folder.mkdir(parents=True)
    env = servers.environment(folder)
    if server:
        env["DATABASE_URL"] = database(stack, server, f"bench_answers_{answers}")
    for words in (["manage.py", "migrate", "--verbosity", "0"], ["manage.py", "collectstatic", "--noinput"]):
        subprocess.run([sys.executable, *words], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
    filling = [sys.executable, "-m", "tests.benchmarks.many_answers", str(answers)]
    said = subprocess.run(filling, cwd=ROOT, env=env, check=True, capture_output=True, text=True).stdout
    return Filled(servers.gunicorn(stack, "tests.benchmarks.anew", env, ready="/healthz"), json.loads(said))


def all_lines(stack: ExitStack, folder: Path) -> list[Line]:
    """A ratio for each page: of time on PostgreSQL, of processor time on SQLite, as the directory's."""
    server = os.environ.get("BENCH_POSTGRES", "").rstrip("/")
    name = "PostgreSQL" if server else "SQLite"
    made = {count: portal(stack, folder / str(count), count, server) for count in (FEW, DESK_FEW, MANY)}
    plan = [(page, path, FEW) for page, path in PAGES.items()] + [(page, path, DESK_FEW) for page, path in DESK.items()]
    targets = [
        made[count].target(f"{page} {count}", path) for page, path, few in plan for count in (few, MANY)
    ]  # fmt: skip
    for target in [*targets, *targets]:  # both workers have begun, however busy the machine is
        body, _ = servers.fetch(target.server.address + target.path, dict(target.headers))
        assert b"<h1>Answers" in body or b"<h1>Outcome" in body, target.path
    found = measure.interleaved(targets, rounds=ROUNDS, seconds=SECONDS, folder=folder)
    done = []
    for page, _, few in plan:
        small, large = found[f"{page} {few}"], found[f"{page} {MANY}"]
        ratio = small.rate / large.rate if server else large.cpu_ms / small.cpu_ms
        done.append(Line(f"answers, {name}", f"{page}, 100,000 to {few:,}", ratio, GOAL, large.cpu_ms, large.rate))
    return done


if __name__ == "__main__":
    with ExitStack() as outer:
        place = Path(outer.enter_context(tempfile.TemporaryDirectory(prefix="compact-bench-")))
        place.chmod(0o755)
        shown = all_lines(outer, place)
    print(table(shown, []))
    sys.exit(any(not line.met for line in shown))
