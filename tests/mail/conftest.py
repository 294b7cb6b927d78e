"""A real mail server on loopback, and a real worker in a process of its own."""

import os
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings as django_settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class PostOffice:
    """What arrived, as (envelope sender, recipients, mail), and what the server is told to answer."""

    port: int
    arrived: list[tuple[str, list[str], EmailMessage]] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    refusing: dict[str, str] = field(default_factory=dict)
    answer_to_data: str = "250 Taken"
    when_taken: Callable[[], None] = lambda: None
    lock: threading.Lock = field(default_factory=threading.Lock)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802  aiosmtpd's name
        if address in self.refusing:
            return self.refusing[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  aiosmtpd's name
        if self.answer_to_data.startswith("250"):
            with self.lock:
                mail = BytesParser(policy=policy.default).parsebytes(envelope.content)
                self.raw.append(envelope.content)
                self.arrived.append((envelope.mail_from, list(envelope.rcpt_tos), mail))
            self.when_taken()
        return self.answer_to_data

    @property
    def mails(self) -> list[EmailMessage]:
        return [mail for _, _, mail in self.arrived]

    @property
    def ids(self) -> list[str]:
        return [mail["Message-ID"] for mail in self.mails]

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


def free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture
def post_office(settings: Any) -> Iterator[PostOffice]:
    """A mail server that takes what it gets; the settings name it, and mail waits for a worker."""
    office = PostOffice(free_port())
    controller = Controller(office, hostname="127.0.0.1", port=office.port, ready_timeout=20)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", office.port, 10
    settings.PORTAL_MAIL = "queue"
    yield office
    controller.stop()


@dataclass
class Outside:
    """The test's database as another process sees it."""

    url: str
    folder: Path
    workers: list[subprocess.Popen[str]] = field(default_factory=list)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What the statement gives; what it changes is committed."""
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(self.url.removeprefix("sqlite:///"), timeout=20)) as file, file:
                return file.execute(sql).fetchall()
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def worker(self, office: PostOffice, *arguments: str) -> subprocess.Popen[str]:
        """`manage.py send_mail_queue` in a process of its own."""
        env = {
            **os.environ, "DATABASE_URL": self.url, "EMAIL_URL": office.url, "PORTAL_MAIL": "queue",
            "PORTAL_DATA": str(self.folder), "PYTHONUNBUFFERED": "1",
        }  # fmt: skip
        command = [sys.executable, "manage.py", "send_mail_queue", *arguments]
        pipe = subprocess.PIPE
        self.workers.append(subprocess.Popen(command, cwd=ROOT, env=env, stdout=pipe, stderr=pipe, text=True))
        return self.workers[-1]

    def end(self) -> None:
        """No worker outlives its test, however that ended."""
        for worker in self.workers:
            worker.kill()
            for stream in (worker.stdout, worker.stderr):
                if stream is not None and not stream.closed:
                    stream.close()
            worker.wait()

    def work(self, office: PostOffice) -> str:
        """One round to its end; gives the line that it says."""
        worker = self.worker(office)
        out, err = worker.communicate(timeout=60)
        assert (worker.returncode, err) == (0, "")
        return out.strip()


@pytest.fixture
def outside(transactional_db: None, tmp_path: Path) -> Iterator[Callable[[], Outside]]:
    """Call it when the rows are in place: SQLite's test database lives in memory and is copied to a file then."""
    places: list[Outside] = []

    def opened() -> Outside:
        places.append(found())
        return places[-1]

    def found() -> Outside:
        if connection.vendor == "sqlite":
            path = tmp_path / "outside.sqlite3"
            with closing(sqlite3.connect(path)) as file:
                connection.connection.backup(file)
            return Outside(f"sqlite:///{path}", tmp_path)
        database = django_settings.DATABASES["default"]
        host = f"{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}"
        return Outside(f"postgres://{host}/{connection.settings_dict['NAME']}", tmp_path)

    yield opened
    for place in places:
        place.end()
