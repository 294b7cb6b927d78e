"""Starts what is measured: the portal, the bare view, nginx. Everything lies in one folder and ends with the run."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path

from tests.house.source import ROOT

HOST = "compact.example.org"
HEADERS = {"Host": HOST, "X-Forwarded-Proto": "https"}
TERMS = 2_000


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path) -> dict[str, str]:
    """The portal as in production, on SQLite."""
    inherited = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "PORTAL_SAMPLE")}
    return inherited | {
        "PORTAL_ENV": "production", "PORTAL_DATA": str(folder), "SECRET_KEY": "benchmark-only-" * 5,
        "PORTAL_ADDRESS": f"https://{HOST}", "PORTAL_HOSTS": f"{HOST},127.0.0.1", "PORTAL_FROM": f"portal@{HOST}",
        "EMAIL_URL": "smtp://127.0.0.1:25", "DJANGO_SETTINGS_MODULE": "compact_portal.settings",
    }  # fmt: skip


def fill(folder: Path, *, terms: int | None = None, static: Path | None = None) -> dict[str, str]:
    """A database with the shipped compact; with `terms`, that many terms in its jargon buster.

    `static` is a folder of collected files to copy, for packing them takes a while.
    """
    folder.mkdir(parents=True)
    env = environment(folder)
    content = folder / "content"
    shutil.copytree(ROOT / "undertakings" / "dacorum", content)
    if terms is not None:
        jargon = content / "jargon.csv"
        lines = jargon.read_text(encoding="utf-8").rstrip("\n")
        here = lines.count("\n")  # about the terms there are: a quoted meaning may break a line
        invented = (
            f"Benchmark term {number:04d},BT{number:04d},,Invented for a benchmark: a thing of two words.,,the portal"
            for number in range(max(0, terms - here))
        )
        jargon.write_text("\n".join([lines, *invented]) + "\n", encoding="utf-8")
    commands = [["migrate", "--verbosity", "0"], ["load_compact", str(content)]]
    if static is None:
        commands.append(["collectstatic", "--noinput"])
    else:
        shutil.copytree(static, folder / "static")
    for words in commands:
        command = [sys.executable, "manage.py", *words]
        subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    return env


def with_sample_year(env: dict[str, str]) -> dict[str, str]:
    """The same database with the sample year in it, which no portal in production takes."""
    trying = env | {"PORTAL_ENV": "development"}
    subprocess.run([sys.executable, "manage.py", "load_sample"], cwd=ROOT, env=trying, check=True, stdout=subprocess.DEVNULL)
    return env


class Server:
    """A running process with its address, and the processor time of it and its workers."""

    def __init__(self, command: list[str], port: int, env: dict[str, str], *, ready: str) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                fetch(self.address + ready)
            except OSError:
                time.sleep(0.1)
            else:
                return
        self.stop()
        raise RuntimeError(f"{command[0]} does not answer at {self.address}{ready}.")

    def cpu_ms(self) -> float:
        """Processor milliseconds used so far by the process and its children."""
        main = self.process.pid
        children = Path(f"/proc/{main}/task/{main}/children").read_text(encoding="ascii").split()
        ticks = 0
        for pid in [str(main), *children]:
            after_name = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            ticks += int(after_name[11]) + int(after_name[12])
        return ticks * 1000 / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()


def fetch(address: str, headers: dict[str, str] | None = None) -> tuple[bytes, dict[str, str]]:
    request = urllib.request.Request(address, headers=HEADERS | (headers or {}))
    with urllib.request.urlopen(request, timeout=20) as answer:
        return answer.read(), {name.lower(): value for name, value in answer.headers.items()}


def gunicorn(stack: ExitStack, application: str, env: dict[str, str], *, ready: str) -> Server:
    port = free_port()
    server = Server(
        [sys.executable, "-m", "gunicorn", application, "--workers", "2", "--bind", f"127.0.0.1:{port}",
         "--no-control-socket", "--log-level", "error"],
        port, env, ready=ready,
    )  # fmt: skip
    stack.callback(server.stop)
    return server


def nginx_from_docs(upstream: str, folder: Path) -> str:
    """The configuration that docs/deploy.md gives, with this run's ports and folders, and without TLS."""
    words = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    block = re.search(r"```\n(proxy_cache_path.*?)```", words, re.DOTALL)
    if block is None:
        raise RuntimeError("docs/deploy.md has no nginx configuration that begins with proxy_cache_path.")
    http = block.group(1).split("\nserver {")[0]
    location = re.search(r"    location / \{\n        proxy_pass.*?\n    \}", block.group(1), re.DOTALL)
    if location is None:
        raise RuntimeError("docs/deploy.md has no location that passes to the portal.")
    http = http.replace("/var/cache/nginx/portal", str(folder / "cache")).replace("127.0.0.1:8000", upstream)
    return http + "SERVER" + location.group(0).replace("$scheme;", "https;")


def nginx(stack: ExitStack, folder: Path, upstream: str, bodies: Path) -> tuple[Server, Server, Server]:
    """nginx in front of the portal; nginx with the same bytes as files; the same with its files kept open, as it keeps the
    portal's pages. Three processes of one worker each."""
    http, location = nginx_from_docs(upstream, folder).split("SERVER")
    files = f"location / {{ root {bodies}; default_type text/html; }}"
    kept_open = "".join(re.findall(r"open_file_cache[^;]*;", location))
    return (
        _nginx(stack, folder / "front", http, location, "/healthz"),
        _nginx(stack, folder / "files", "", files, "/home"),
        _nginx(stack, folder / "open", kept_open, files, "/home"),
    )


def _nginx(stack: ExitStack, folder: Path, http: str, location: str, ready: str) -> Server:
    folder.mkdir(parents=True)
    port = free_port()
    user = "user root;" if os.getuid() == 0 else ""
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(
        f"daemon off; {user} worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{ worker_connections 512; }}\n"
        f"http {{ access_log off; keepalive_requests 1000000; {temporary}\n{http}\n"
        f"server {{ listen 127.0.0.1:{port}; {location} }} }}\n",
        encoding="utf-8",
    )
    binary = shutil.which("nginx") or "/usr/sbin/nginx"
    command = [binary, "-e", str(folder / "error.log"), "-p", str(folder), "-c", str(folder / "nginx.conf")]
    server = Server(command, port, dict(os.environ), ready=ready)
    stack.callback(server.stop)
    return server
