"""The table, on the screen and in docs/performance.md."""

import os
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tests.house.source import ROOT

TARGET = ROOT / "docs" / "performance.md"
MOST_BYTES = 40 * 1024
MOST_REQUESTS = 3


WORDS = """# Speed

Written by `make bench` on {day}; machine: {machine}. Load and server shared
it, so ratios count, not the figures beside them.

CPU is what the server's processes used for one request. *bare* is a Django view without middleware that returns
the same bytes from memory under the same gunicorn (two sync workers); the ratios of warm, 304 and cold are times of its CPU.
*cold* is the portal with a store that keeps no page, so that each request puts its page together; the parts of pages, which
several share, are kept, as they are until somebody writes. *first after a write* has no goal: no part is kept either, so
everything is made anew, as it is for the first reader after each write in each process. Search is asked for other words
each time. *sample year* is over records, the other pages over the compact alone. *behind nginx* is the throughput of nginx
in front of the portal with the cache of one second from docs/deploy.md, in times of nginx as it comes serving the same bytes
as a file; the line without a goal is in times of nginx that keeps those files open too.
*100,000 to 1,000* is what a page of the directory, made anew,
costs with so many partners in times of what it costs with so few; a page of the register, or of an officer’s desk, and the
pages of evidence, each made anew, with so many agreements (of ten instalments for evidence); *answers* says the same of a
consultation with so many answers, each page made anew. An export has as ratio the most memory that a worker held while it
sent so many. *signing* is eight threads that each sign through
the pages, from the start to the pressed link in the mail, each button that counts pressed twice: as ratio stands the
number of acknowledged signatures that were afterwards not there, or there twice, as CPU what a whole signing takes
(nine forms), and as requests/s the whole signings a second; `manage.py verify_signatures` then proved the chain.
*answers* is the export of 100,000 published answers: as ratio stands the most memory that its process held in times of what
1,000 answers take, as CPU the whole export, as requests/s the answers a second.
*import* is a spreadsheet, half agreements and half payments: as ratio stands what its kind names, the processor seconds
of the longest step, which is as long as another writer would wait, or megabytes; as CPU that of a row, as requests/s rows.
*answering* is the same for a whole answer to a consultation (twelve forms); its kept counts were then counted again.
Medians of {rounds} interleaved rounds of {seconds} s each, by wrk on the loopback, SQLite unless a line names another
database, settings as in production.{left}

{table}
"""


@dataclass(frozen=True)
class Line:
    """One ratio against its goal."""

    page: str
    kind: str
    ratio: float
    goal: float | None
    cpu_ms: float
    rate: float
    at_least: bool = False

    @property
    def met(self) -> bool:
        if self.goal is None:
            return True
        return self.ratio >= self.goal if self.at_least else self.ratio <= self.goal


@dataclass(frozen=True)
class Weight:
    """What a page weighs packed, and what it loads beside itself. `goal` is off where nobody is promised anything."""

    page: str
    bytes: int
    beside: int
    requests: int
    goal: bool = True

    @property
    def met(self) -> bool:
        return not self.goal or (self.bytes + self.beside <= MOST_BYTES and self.requests <= MOST_REQUESTS)


def machine() -> str:
    """Size, not name: "2 cores, 23 GB, kind of processor"."""
    model = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GB of memory{', ' + model.group(1).strip() if model else ''}"


def table(lines: list[Line], weights: list[Weight]) -> str:
    rows = ["| page | how | ratio | goal | met | CPU ms | requests/s |", "|---|---|---|---|---|---|---|"]
    for one in lines:
        goal = "none" if one.goal is None else f"≥ {one.goal:.2f}" if one.at_least else f"≤ {one.goal:.1f}"
        met = "" if one.goal is None else "yes" if one.met else "**no**"
        rows.append(f"| {one.page} | {one.kind} | {one.ratio:.2f} | {goal} | {met} | {one.cpu_ms:.2f} | {one.rate:,.0f} |")
    rows += ["", "| page | KB packed | with all it loads | requests beside it | met |", "|---|---|---|---|---|"]
    for one in weights:
        whole = (one.bytes + one.beside) / 1024
        met = ("yes" if one.met else "**no**") if one.goal else "no goal"
        rows.append(f"| {one.page} | {one.bytes / 1024:.1f} | {whole:.1f} | {one.requests} | {met} |")
    return "\n".join(rows)


def write(lines: list[Line], weights: list[Weight], *, at: datetime, rounds: int, seconds: int, left: list[str]) -> int:
    """Print the table and keep it, with the parts that were left out. Gives 0 when every goal is met, else 1."""
    without = f"\n\nThis run left out {', '.join(left)}." if left else ""
    shown = table(lines, weights)
    print(f"\n{shown}\n")
    TARGET.write_text(
        WORDS.format(day=f"{at.day} {at:%B %Y}", machine=machine(), rounds=rounds, seconds=seconds, table=shown, left=without),
        encoding="utf-8",
    )
    missed = [one for one in (*lines, *weights) if not one.met]
    print(f"{len(missed)} goals missed." if missed else "Every goal is met.")
    return 1 if missed else 0
