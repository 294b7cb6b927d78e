"""`make bench`: speed as ratios within one run, against a bare Django view and against nginx."""

import os
import re
import shutil
import sys
import tempfile
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
# CPU in times of the bare view's.
GOALS = {"warm": 1.5, "304": 2.0, "cold": 5.0}


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
    """The portal over one database, as it is and with a store that keeps nothing."""

    kept: servers.Server
    unkept: servers.Server


def portal(stack: ExitStack, env: dict[str, str]) -> Portal:
    return Portal(
        *(servers.gunicorn(stack, app, env, ready="/healthz") for app in ("compact_portal.wsgi", "tests.benchmarks.unkept"))
    )


def targets(name: str, portal: Portal, bare: servers.Server, path: str, body: str) -> list[Target]:
    etag = servers.fetch(portal.kept.address + path)[1]["etag"]
    varied = measure.SEARCHES if path.startswith("/search/") else ""
    return [
        Target(f"{name}: bare", bare, f"/{body}"),
        Target(f"{name}: warm", portal.kept, path),
        Target(f"{name}: 304", portal.kept, path, headers=(("If-None-Match", etag),)),
        Target(f"{name}: cold", portal.unkept, path, script=varied),
    ]


def lines(name: str, found: dict[str, measure.Result]) -> list[Line]:
    bare = found[f"{name}: bare"]
    measured = {kind: found[f"{name}: {kind}"] for kind in GOALS}
    return [
        Line(name, kind, measured[kind].cpu_ms / bare.cpu_ms, goal, measured[kind].cpu_ms, measured[kind].rate)
        for kind, goal in GOALS.items()
    ]


def behind_nginx(stack: ExitStack, folder: Path, portal: servers.Server, bodies: Path) -> list[Line]:
    done = []
    front, files = servers.nginx(stack, folder, portal.address.removeprefix("http://"), bodies)
    for name, path in PAGES.items():
        pair = [Target("front", front, path, connections=16), Target("files", files, f"/{name}", connections=16)]
        found = measure.interleaved(pair, rounds=ROUNDS, seconds=SECONDS, folder=folder)
        one = found["front"]
        done.append(Line(name, "behind nginx", one.rate / found["files"].rate, 0.8, one.cpu_ms, one.rate, at_least=True))
    return done


def main() -> int:
    if absent := missing():
        sys.stderr.write(f"make bench needs {' and '.join(absent)}: apt-get install -y {' '.join(absent)}\n")
        return 1
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="compact-bench-")))
        folder.chmod(0o755)
        print("Filling two databases …", flush=True)
        small = portal(stack, servers.fill(folder / "small"))
        large_env = servers.fill(folder / "large", terms=servers.TERMS, static=folder / "small" / "static")
        large = portal(stack, large_env)
        plan = [(name, small, path, name) for name, path in PAGES.items()]
        plan += [("jargon, 2,000 terms", large, PAGES["jargon"], "jargon2000"), ("search", small, SEARCH, "search")]
        bodies = folder / "bodies"
        bodies.mkdir()
        for _, server, path, body in plan:
            (bodies / body).write_bytes(servers.fetch(server.kept.address + path)[0])
        env = os.environ | {"BARE_BODIES": str(bodies)}
        bare = servers.gunicorn(stack, "tests.benchmarks.bare", env, ready="/home")
        done: list[Line] = []
        for name, server, path, body in plan:
            print(f"Measuring {name} …", flush=True)
            asked = targets(name, server, bare, path, body)
            found = measure.interleaved(asked, rounds=ROUNDS, seconds=SECONDS, folder=folder)
            done += lines(name, found)
        print("Measuring behind nginx …", flush=True)
        done += behind_nginx(stack, folder, small.kept, bodies)
        print("Measuring the directory …", flush=True)
        done += directory.all_lines(stack, folder / "directory")
        print("Measuring the register of funding …", flush=True)
        done += register.all_lines(stack, folder / "register")
        print("Measuring evidence …", flush=True)
        done += evidence.all_lines(stack, folder / "evidence")
        print("Measuring signing …", flush=True)
        done += signing.all_lines(stack, folder / "signing")
        print("Measuring the export of answers …", flush=True)
        done += answers_export.all_lines(folder / "answers")
        print("Measuring a spreadsheet …", flush=True)
        done += importing.all_lines(stack, folder / "importing")
        print("Measuring answering …", flush=True)
        done += answering.all_lines(stack, folder / "answering")
        print("Measuring a consultation’s answers …", flush=True)
        done += answers.all_lines(stack, folder / "consultation")
        heavy = weights(small.kept, PAGES | {"search": SEARCH, "compact": "/compact/", "examples": "/examples/"})
        many = weights(large.kept, {"jargon, 2,000 terms": PAGES["jargon"]})
        heavy += [Weight(one.page, one.bytes, one.beside, one.requests, goal=False) for one in many]
    return write(done, heavy, at=datetime.now().astimezone(), rounds=ROUNDS, seconds=SECONDS)


if __name__ == "__main__":
    sys.exit(main())
