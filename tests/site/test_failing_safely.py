"""What was acknowledged is kept and what was not kept is said so: killed workers, a killed PostgreSQL, a full disk, a lock.

Each is done to the portal as it runs for real. `make soak` does the same for longer: PORTAL_SOAK says how many times.
"""

import http.client
import os
import shutil
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import OperationalError, connection, transaction

from compact_portal.site.models import ProblemReport
from tests.house.clusters import Cluster
from tests.house.databases import Place
from tests.house.serving import Serving

TIMES = int(os.environ.get("PORTAL_SOAK", "0"))
KEPT = "from compact_portal.site.models import ProblemReport\nprint(*ProblemReport.objects.values_list('token', flat=True))"


def kept(place: Place) -> list[str]:
    """The tokens of the reports in the database, asked by a process of its own."""
    said, complaint = place.start(KEPT).communicate(timeout=60)
    assert not complaint
    return said.split()


def send_on(portal: Serving, stop: threading.Event, answers: set[int]) -> None:
    """Reports without end. A broken connection is no answer, so nothing is known of that report."""
    while not stop.is_set():
        try:
            answers.add(portal.report()[0])
        except (OSError, http.client.HTTPException):
            time.sleep(0.01)


def while_sending(portal: Serving, harm: Callable[[], None]) -> set[int]:
    """Four senders while the harm is done; gives every status that was answered."""
    stop, answers = threading.Event(), set[int]()
    senders = [threading.Thread(target=send_on, args=(portal, stop, answers)) for _ in range(4)]
    for sender in senders:
        sender.start()
    try:
        harm()
    finally:
        stop.set()
        for sender in senders:
            sender.join(60)
    return answers


def until_kept(portal: Serving, more: int) -> None:
    """Wait until so many more reports have been acknowledged."""
    wanted, late = len(portal.acknowledged) + more, time.monotonic() + 30
    while len(portal.acknowledged) < wanted:
        assert time.monotonic() < late, "the portal takes no reports any more"
        time.sleep(0.01)


@pytest.mark.django_db
def test_what_was_acknowledged_outlives_killed_workers(new_place, serve):
    place = new_place()
    place.make_tables()
    portal = serve(place)

    def harm() -> None:
        for _ in range(TIMES or 3):
            until_kept(portal, 10)
            portal.kill_a_worker()
        until_kept(portal, 10)

    answers = while_sending(portal, harm)
    assert answers <= {302, 503}
    found = kept(place)
    assert len(found) == len(set(found)), "a retry doubled"
    assert set(portal.acknowledged) <= set(found), "acknowledged and lost"


@pytest.mark.sqlite
def test_what_was_acknowledged_outlives_a_killed_postgresql(cluster: Cluster, tmp_path, serve):
    place = Place(tmp_path, os.environ | {
        "PORTAL_DATA": str(tmp_path), "DATABASE_URL": cluster.url, "DJANGO_SETTINGS_MODULE": "compact_portal.settings",
    })  # fmt: skip
    place.make_tables()
    portal = serve(place)

    def harm() -> None:
        for _ in range(TIMES or 1):
            until_kept(portal, 10)
            cluster.kill()
            cluster.start()
        until_kept(portal, 10)

    answers = while_sending(portal, harm)
    assert answers <= {302, 503}
    assert set(portal.acknowledged) <= set(kept(place)), "acknowledged and lost"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 12 MB, which holds the tables and little more."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "none", str(folder)], capture_output=True, text=True)
    if mounted.returncode:
        pytest.skip(f"needs the right to mount a disk of 12 MB: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(filler: Path) -> None:
    """Take what room there is on the disk."""
    with filler.open("wb", buffering=0) as out, suppress(OSError):
        while True:
            out.write(b"x" * 4096)
    assert shutil.disk_usage(filler.parent).free == 0


@pytest.mark.sqlite
def test_a_full_disk_says_not_saved_loses_nothing_and_recovers(small_disk, serve):
    place = Place(small_disk, {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {
        "PORTAL_DATA": str(small_disk), "DJANGO_SETTINGS_MODULE": "compact_portal.settings",
    })  # fmt: skip
    place.make_tables()
    portal = serve(place)
    assert portal.report()[0] == 302
    filler = small_disk / "filler"
    fill(filler)
    for _ in range(200):  # what was set aside for the log is used up first
        status, page = portal.report(words="long " * 900)
        if status != 302:
            break
    assert status == 503
    assert "it was not saved" in page
    assert portal.ask("GET", "/cookies/")[0] == 200, "reading goes on"
    filler.unlink()
    assert portal.report()[0] == 302, "and so does writing, without a restart"
    assert set(portal.acknowledged) == set(kept(place))


@pytest.mark.sqlite
def test_a_locked_database_says_not_saved_and_goes_on_when_it_is_free(new_place, serve):
    place = new_place()
    place.make_tables()
    portal = serve(place)
    token = "5b1a8a5e-52a1-4b5c-9f3a-000000000001"
    holder = sqlite3.connect(place.folder / "portal.sqlite3", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    asked = time.monotonic()
    status, page = portal.report(token)
    waited = time.monotonic() - asked
    assert status == 503
    assert "it was not saved" in page
    assert 4.5 < waited < 15, "it waits its five seconds and no longer"
    assert portal.ask("GET", "/cookies/")[0] == 200, "readers do not wait for a writer"
    holder.execute("ROLLBACK")
    holder.close()
    assert portal.report(token)[0] == 302
    assert kept(place) == [token]


def keep_reports(made: list[str]) -> None:
    """Report after report into the database; `made` gets the token of each that was kept."""
    for number in range(5_000):
        token = f"5b1a8a5e-52a1-4b5c-9f3a-{number:012d}"
        with transaction.atomic():
            ProblemReport.objects.create(
                reference=f"T-2026-{number:04d}", words="x" * 4_000, token=token, reported_at=datetime(2026, 11, 22, tzinfo=UTC)
            )
        made.append(token)


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_a_database_that_may_not_grow_keeps_all_that_it_had(client):
    """SQLite's own "database or disk is full", in the middle of a transaction of several rows."""
    made: list[str] = []
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
    try:
        with pytest.raises(OperationalError, match="full"):
            keep_reports(made)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1073741823")
    assert [str(token) for token in ProblemReport.objects.order_by("pk").values_list("token", flat=True)] == made
    assert client.get("/healthz").status_code == 200


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 5000)]
)
def test_sqlite_is_set_to_keep_what_it_acknowledges(new_place, pragma, value):
    place = new_place()
    code = f"from django.db import connection as c\nk = c.cursor()\nk.execute('PRAGMA {pragma}')\nprint(k.fetchone()[0])"
    assert place.start(code).communicate(timeout=60)[0].strip() == str(value)
