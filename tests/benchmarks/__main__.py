"""`make bench`: speed as ratios within one run, against a bare Django view and against nginx."""

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Collection
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tests.benchmarks import (
    answering,
    answers,
    answers_export,
    directory,
    evidence,
    importing,
    measure,
    register,
    servers,
    signing,
)  # fmt: skip
from tests.benchmarks.measure import Target
from tests.benchmarks.report import Line, Weight, write

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
SECONDS = int(os.environ.get("BENCH_SECONDS", "3"))  # wrk counts whole ones
PAGES = {
    "home": "/",
    "undertakings": "/compact/undertakings/",
    "jargon": "/jargon-buster/",
}
SEARCH = "/search/?q=funding"
# Over the sample year, which has records, only what it costs to make each.
MADE = {
    "home": "/",
    "compact": "/compact/",
    "principles": "/compact/principles/",
    "undertakings": "/compact/undertakings/",
    "undertakings of a sector": "/compact/undertakings/statutory/",
    "an undertaking": "/compact/undertakings/right-to-comment/",
    "evidence": "/evidence/",
    "jargon": "/jargon-buster/",
    "examples": "/examples/",
    "contacts": "/contacts/",
    "codes": "/compact/codes/",
    "search": SEARCH,
    "consultations": "/consultations/",
    "funding": "/funding/",
    "signatories": "/signatories/",
}
# CPU in times of the bare view's; None: no goal.
GOALS: dict[str, float | None] = {"warm": 1.5, "304": 2.0, "cold": 5.0, "first after a write": None}
MAKING = ("cold", "first after a write")


def missing() -> list[str]:
    """What apt would bring, and is not here."""
    return [name for name in ("wrk", "nginx") if not (shutil.which(name) or Path(f"/usr/sbin/{name}").exists())]


def weights(server: servers.Server, paths: dict[str, str]) -> list[Weight]:
    """Bytes over the wire, packed, of each page with all that it loads."""
    found = []
    for name, path in paths.items():
        body, headers = servers.fetch(server.address + path, {"Accept-Encoding": "gzip"})
        whole, _ = servers.fetch(server.address + path)
        loads = set(re.findall(rb'<(?:link|script|img)[^>]*(?:href|src)="(/static/[^"]+)"', whole))
        beside = [servers.fetch(server.address + one.decode(), {"Accept-Encoding": "br, gzip"})[0] for one in loads]
        assert headers.get("content-encoding") == "gzip"
        found.append(Weight(name, len(body), sum(map(len, beside)), len(beside)))
    return found


@dataclass(frozen=True)
class Portal:
    """The portal over one database: as it is, with a store that keeps nothing, and with no part of a page kept either."""

    kept: servers.Server
    unkept: servers.Server
    anew: servers.Server


APPLICATIONS = ("compact_portal.wsgi", "tests.benchmarks.unkept", "tests.benchmarks.anew")


def portal(stack: ExitStack, env: dict[str, str]) -> Portal:
    return Portal(*(servers.gunicorn(stack, application, env, ready="/healthz") for application in APPLICATIONS))


@dataclass(frozen=True)
class Page:
    """What is measured: a page of a portal, in each of `kinds`, beside a bare view of the bytes in the file `body`."""

    name: str
    portal: Portal
    path: str
    body: str
    kinds: Collection[str] = tuple(GOALS)

    def targets(self, bare: servers.Server) -> list[Target]:
        etag = servers.fetch(self.portal.kept.address + self.path)[1]["etag"]
        varied = measure.SEARCHES if self.path.startswith("/search/") else ""
        asked = {
            "warm": Target("warm", self.portal.kept, self.path),
            "304": Target("304", self.portal.kept, self.path, headers=(("If-None-Match", etag),)),
            "cold": Target("cold", self.portal.unkept, self.path, script=varied),
            "first after a write": Target("first after a write", self.portal.anew, self.path, script=varied),
        }
        return [Target("bare", bare, f"/{self.body}"), *(asked[kind] for kind in self.kinds)]

    def lines(self, found: dict[str, measure.Result]) -> list[Line]:
        bare = found["bare"].cpu_ms
        return [
            Line(self.name, kind, found[kind].cpu_ms / bare, GOALS[kind], found[kind].cpu_ms, found[kind].rate)
            for kind in self.kinds
        ]


def pages(stack: ExitStack, folder: Path, small: Portal, large: Portal) -> list[Line]:
    """The shipped compact; the same with many terms; and the sample year."""
    sample = portal(stack, servers.with_sample_year(servers.fill(folder / "sample", static=folder / "small" / "static")))
    plan = [Page(name, small, path, name) for name, path in PAGES.items()]
    plan += [Page("jargon, 2,000 terms", large, PAGES["jargon"], "jargon2000"), Page("search", small, SEARCH, "search")]
    plan += [
        Page(f"{name}, sample year", sample, path, f"sample{place}", MAKING) for place, (name, path) in enumerate(MADE.items())
    ]
    bodies = folder / "bodies"
    bodies.mkdir()
    for page in plan:
        (bodies / page.body).write_bytes(servers.fetch(page.portal.kept.address + page.path)[0])
    bare = servers.gunicorn(stack, "tests.benchmarks.bare", os.environ | {"BARE_BODIES": str(bodies)}, ready="/home")
    done: list[Line] = []
    for page in plan:
        print(f"Measuring {page.name} …", flush=True)
        done += page.lines(measure.interleaved(page.targets(bare), rounds=ROUNDS, seconds=SECONDS, folder=folder))
    print("Measuring behind nginx …", flush=True)
    return done + behind_nginx(stack, folder, small.kept, bodies)


def behind_nginx(stack: ExitStack, folder: Path, portal: servers.Server, bodies: Path) -> list[Line]:
    done = []
    front, files, kept_open = servers.nginx(stack, folder, portal.address.removeprefix("http://"), bodies)
    for name, path in PAGES.items():
        asked = {"front": (front, path), "files": (files, f"/{name}"), "open": (kept_open, f"/{name}")}
        targets = [Target(what, server, at, connections=16) for what, (server, at) in asked.items()]
        found = measure.interleaved(targets, rounds=ROUNDS, seconds=SECONDS, folder=folder)
        one = found["front"]
        for kind, than, goal in (("behind nginx", "files", 0.8), ("behind nginx, to files kept open", "open", None)):
            done.append(Line(name, kind, one.rate / found[than].rate, goal, one.cpu_ms, one.rate, at_least=True))
    return done


# Beside the pages, in this order.
PARTS: dict[str, Callable[[ExitStack, Path], list[Line]]] = {
    "directory": directory.all_lines,
    "register": register.all_lines,
    "evidence": evidence.all_lines,
    "signing": signing.all_lines,
    "export": lambda _, folder: answers_export.all_lines(folder),
    "spreadsheet": importing.all_lines,
    "answering": answering.all_lines,
    "answers": answers.all_lines,
}


def main() -> int:
    """Measure all, or the pages and the parts that are named: `python -m tests.benchmarks signing answering`, or `… pages`."""
    asked = sys.argv[1:] or list(PARTS)
    if unknown := [name for name in asked if name not in (*PARTS, "pages")]:
        sys.stderr.write(f"There is no part called {', '.join(unknown)}. These are there: pages, {', '.join(PARTS)}.\n")
        return 1
    wanted = [name for name in asked if name in PARTS]
    if absent := missing():
        sys.stderr.write(f"make bench needs {' and '.join(absent)}: apt-get install -y {' '.join(absent)}\n")
        return 1
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="compact-bench-")))
        folder.chmod(0o755)
        print("Filling three databases …", flush=True)
        small = portal(stack, servers.fill(folder / "small"))
        large_env = servers.fill(folder / "large", terms=servers.TERMS, static=folder / "small" / "static")
        large = portal(stack, large_env)
        with ExitStack() as while_pages:
            done = pages(while_pages, folder, small, large)
        for name in wanted:
            print(f"Measuring {name} …", flush=True)
            done += PARTS[name](stack, folder / name)
        heavy = weights(small.kept, PAGES | {"search": SEARCH, "compact": "/compact/", "examples": "/examples/"})
        many = weights(large.kept, {"jargon, 2,000 terms": PAGES["jargon"]})
        heavy += [Weight(one.page, one.bytes, one.beside, one.requests, goal=False) for one in many]
    left = [name for name in PARTS if name not in wanted]
    return write(done, heavy, at=datetime.now().astimezone(), rounds=ROUNDS, seconds=SECONDS, left=left)


if __name__ == "__main__":
    sys.exit(main())
