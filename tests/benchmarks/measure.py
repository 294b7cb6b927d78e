"""One measurement: wrk for a moment, the processor time that the server took, and what came back."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.benchmarks.servers import HEADERS, Server


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
    command = ["wrk", "-t1", f"-c{target.connections}", f"-d{seconds}s"]
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
    requests = int(_number(r"(\d+) requests in", said))
    if "Non-2xx or 3xx responses" in said or "Socket errors" in said:
        raise RuntimeError(f"{target.name} at {target.path} went wrong:\n{said}")
    if not requests:
        raise RuntimeError(f"{target.name} at {target.path} answered nothing.")
    return Result(cpu_ms=used / requests, rate=_number(r"Requests/sec:\s+([\d.]+)", said))


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
