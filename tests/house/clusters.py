"""A PostgreSQL of a test's own, that it may kill."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.benchmarks.servers import free_port
from tests.house.needs import missing


@dataclass(frozen=True)
class Cluster:
    """A running server. It writes to the disk before it acknowledges, as one that serves people does."""

    binaries: Path
    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def run(self, program: str, *words: str) -> None:
        """One of PostgreSQL's programs; it refuses to be run by root."""
        as_postgres = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        command = [*as_postgres, str(self.binaries / program), *words]
        subprocess.run(command, cwd=self.folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def start(self) -> None:
        options = f"-c listen_addresses=127.0.0.1 -p {self.port} -k {self.folder}"
        self.run("pg_ctl", "-D", f"{self.folder}/data", "-w", "-l", f"{self.folder}/log", "-o", options, "start")

    def kill(self) -> None:
        """The server and each of its backends at once, as when the power goes."""
        main = int((self.folder / "data" / "postmaster.pid").read_text(encoding="ascii").split()[0])
        backends = Path(f"/proc/{main}/task/{main}/children").read_text(encoding="ascii").split()
        for pid in (main, *map(int, backends)):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        while Path(f"/proc/{main}").exists():
            pass

    def stop(self) -> None:
        self.run("pg_ctl", "-D", f"{self.folder}/data", "-m", "immediate", "stop")


def binaries() -> Path | None:
    """Where the newest PostgreSQL of this machine has its programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return found[-1] if found else None


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """A server in a folder of its own. Not in pytest's folder, whose parents are closed to the user postgres."""
    found = binaries()
    if found is None:
        missing("needs PostgreSQL's programs: apt-get install -y postgresql")
        return
    folder = Path(tempfile.mkdtemp(prefix="compact-pg-"))
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
    made = Cluster(found, folder, free_port())
    made.run("initdb", "-D", f"{folder}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
    made.start()
    yield made
    made.stop()
    shutil.rmtree(folder)
