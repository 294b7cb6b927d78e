"""The portal under gunicorn, as it runs for real, and somebody who sends it reports: for what happens when things break."""

import http.client
import os
import secrets
import signal
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.benchmarks import servers
from tests.house.databases import Place


@dataclass
class Serving:
    """A running portal, and the tokens of the reports that it said it had kept."""

    server: servers.Server
    acknowledged: list[str] = field(default_factory=list)
    _sent: int = 0

    def ask(self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None) -> tuple[int, str]:
        """Status and body. OSError or HTTPException where the connection broke."""
        port = int(self.server.address.rpartition(":")[2])
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            link.request(method, path, body.encode(), headers or {})
            answer = link.getresponse()
            return answer.status, answer.read().decode()
        finally:
            link.close()

    def report(self, token: str = "", words: str = "The letters are too small.") -> tuple[int, str]:
        """Send a report from an address of its own, so that no rate limit stands in the way."""
        token, secret = token or str(uuid.uuid4()), secrets.token_hex(16)
        self._sent += 1
        body = urlencode({"words": words, "token": token, "page": "/", "email": "", "csrfmiddlewaretoken": secret})
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"csrf={secret}",
            "X-Forwarded-For": f"10.{self._sent >> 16 & 255}.{self._sent >> 8 & 255}.{self._sent & 255}",
        }
        status, page = self.ask("POST", "/report-a-problem/", body, headers)
        if status == 302:
            self.acknowledged.append(token)
        return status, page

    def workers(self) -> list[int]:
        main = self.server.process.pid
        return [int(pid) for pid in Path(f"/proc/{main}/task/{main}/children").read_text(encoding="ascii").split()]

    def kill_a_worker(self) -> None:
        """As the kernel does when memory runs out: no warning, no goodbye."""
        if workers := self.workers():
            try:
                os.kill(secrets.choice(workers), signal.SIGKILL)
            except ProcessLookupError:
                return


@pytest.fixture
def serve() -> Iterator[Callable[[Place], Serving]]:
    """Serve a place whose database has its tables; it ends with the test."""
    with ExitStack() as stack:

        def start(place: Place) -> Serving:
            environment = place.environment | {
                "PORTAL_DEBUG": "no", "PORTAL_SAMPLE": "no", "PORTAL_BEHIND_PROXY": "yes", "PORTAL_MAIL": "queue",
                "PORTAL_HOSTS": f"127.0.0.1,{servers.HOST}",
            }  # fmt: skip
            return Serving(servers.gunicorn(stack, "compact_portal.wsgi", environment, ready="/healthz"))

        yield start
