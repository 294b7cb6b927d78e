"""One measurement: wrk for a moment, the processor time that the server took, and what came back."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.error import HTTPError

from tests.benchmarks.servers import HEADERS, Server, fetch

# Answers without which nothing is said; and seconds that one may take before it counts as lost.
LEAST = 5
PATIENCE = 60


@dataclass(frozen=True)
class Target:
    """What is asked of whom. `script` is Lua for wrk that varies the address."""

    name: str
    server: Server
    path: str
    headers: tuple[tuple[str, str], ...] = ()
    script: str = ""
    connections: int = 4


@dataclass(frozen=True)
class Result:
    cpu_ms: float  # processor milliseconds of the server for one request
    rate: float  # requests a second


SEARCHES = """
local words = {"funding", "consultation", "LSP", "volunter", "independence", "planning", "eight+weeks", "county"}
local n = 0
request = function()
  n = n + 1
  return wrk.format("GET", "/search/?q=" .. words[n % #words + 1])
end
"""


def once(target: Target, seconds: int, folder: Path) -> Result:
    """Ask for so long, and longer where a busy machine gave too few answers to tell what one costs."""
    for length in (seconds * times for times in (1, 2, 4, 8)):
        requests, result = _asked(target, length, folder)
        if requests >= LEAST:
            return result
    raise RuntimeError(
        f"{target.name} at {target.path} answered {requests} requests in {length} s; to tell what one costs takes {LEAST}: "
        "the machine is too busy, or the page is too slow."
    )


def _asked(target: Target, seconds: int, folder: Path) -> tuple[int, Result]:
    command = ["wrk", "-t1", f"-c{target.connections}", f"-d{seconds}s", "--timeout", f"{PATIENCE}s"]
    for name, value in (*HEADERS.items(), *target.headers):
        command += ["-H", f"{name}: {value}"]
    if target.script:
        script = folder / "wrk.lua"
        script.write_text(target.script)
        command += ["-s", str(script)]
    before = target.server.cpu_ms()
    command.append(target.server.address + target.path)
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    used = target.server.cpu_ms() - before
    if "Non-2xx or 3xx responses" in said or "Socket errors" in said:
        raise RuntimeError(f"{target.name} at {target.path} went wrong; asked once more, it {_now(target)}. wrk said:\n{said}")
    requests = int(_number(r"(\d+) requests in", said))
    return requests, Result(cpu_ms=used / max(1, requests), rate=_number(r"Requests/sec:\s+([\d.]+)", said))


def _now(target: Target) -> str:
    """What the server answers when it is asked by itself: the status and the first words, for somebody who has to find out why."""
    try:
        body, _ = fetch(target.server.address + target.path, dict(target.headers))
    except HTTPError as refusal:
        words = " ".join(refusal.read().decode(errors="replace").split())[:300]
        return f"answers {refusal.code}: {words}"
    except OSError as failure:
        return f"does not answer: {failure}"
    return f"answers {len(body):,} bytes as it should"


def _number(pattern: str, text: str) -> float:
    found = re.search(pattern, text)
    if found is None:
        raise RuntimeError(f"wrk said something else:\n{text}")
    return float(found.group(1))


def interleaved(targets: list[Target], *, rounds: int, seconds: int, folder: Path) -> dict[str, Result]:
    """Each target in turn, over and over, so that a busy moment of the machine falls on all; medians."""
    found: dict[str, list[Result]] = {target.name: [] for target in targets}
    for target in targets:  # warm: both workers have answered before anything counts
        once(target, 1, folder)
    for _ in range(rounds):
        for target in targets:
            found[target.name].append(once(target, seconds, folder))
    return {
        name: Result(median(one.cpu_ms for one in results), median(one.rate for one in results)) for name, results in found.items()
    }
