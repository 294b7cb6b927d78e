"""A backup restores: every row and every file, on either database, while others write."""

import json
import time
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from compact_portal.audit.context import change
from compact_portal.lib.archive import Reader, Writer, differences
from compact_portal.mail.models import Message
from compact_portal.pages.queries import content_version
from compact_portal.site.archiving import NotRestored, back_up, restore
from compact_portal.site.models import ProblemReport
from signatories.models import Partner, Person
from undertakings.models import Clause

AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.fixture
def full(loaded, personas):
    """Rows of every kind: the compact, people, an edited partner with its history, mail, a report, an upload."""
    with change(by=personas.people["coordinator"], why="The name was misspelt."):
        partner = personas.partners["a"]
        partner.name, partner.pledge = "Café “Zusammen” 🌱", "Line one\nline two\ttab"
        partner.save()
    Message.objects.create(to="a@test.invalid", subject="S", body="B", message_id="<1@test.invalid>", queued_at=AT)
    ProblemReport.objects.create(
        reference="DAC-2026-0001",
        words="It is too small.",
        token="5b1a8a5e-52a1-4b5c-9f3a-000000000001",
        reported_at=AT,
    )
    default_storage.save("2026/11/plan.pdf", ContentFile(b"%PDF a plan"))
    default_storage.save("top.txt", ContentFile(b"at the top"))
    return personas


def manifest_of(path: Path):
    with Reader(path) as reader:
        return reader.manifest


def test_every_row_and_file_comes_back_as_it_was(full, tmp_path):
    first = back_up(tmp_path / "first.zip", at=AT)
    Partner.objects.filter(slug="test-b").update(name="Changed after the backup")
    Message.objects.all().delete()
    default_storage.delete("top.txt")
    default_storage.save("2026/11/later.txt", ContentFile(b"later"))
    with Reader(tmp_path / "first.zip") as archive:
        restore(archive, replace=True)
    second = back_up(tmp_path / "second.zip", at=AT)
    assert differences(first, second) == []
    assert first.rows > 500
    assert Partner.objects.get(slug="test-a").history.first().history_change_reason == "The name was misspelt."
    assert not default_storage.exists("2026/11/later.txt")
    with default_storage.open("top.txt") as file:
        assert file.read() == b"at the top"


def test_the_backup_sees_a_difference_when_there_is_one(full, tmp_path):
    first = back_up(tmp_path / "first.zip", at=AT)
    Person.objects.filter(email="signatory-a@test.invalid").update(name="Somebody else")
    second = back_up(tmp_path / "second.zip", at=AT)
    assert [one.partition(":")[0] for one in differences(first, second)] == ["table signatories_person"]


def test_new_rows_after_a_restore_get_new_numbers(full, tmp_path):
    back_up(tmp_path / "one.zip", at=AT)
    last = Person.objects.order_by("-pk")[0].pk
    with Reader(tmp_path / "one.zip") as archive:
        restore(archive, replace=True)
    assert Person.objects.create_user("new@test.invalid").pk > last


def test_a_database_that_is_not_empty_is_not_overwritten(full, tmp_path):
    call_command("backup", str(tmp_path / "one.zip"))
    before = Clause.objects.count()
    with pytest.raises(CommandError, match=r"^Nothing was restored\. The database is not empty\. .*--replace\.$"):
        call_command("restore", str(tmp_path / "one.zip"))
    assert Clause.objects.count() == before


def test_a_restore_that_fails_half_way_leaves_everything(full, tmp_path, monkeypatch):
    back_up(tmp_path / "one.zip", at=AT)
    Person.objects.filter(email="signatory-a@test.invalid").update(name="Newer than the backup")
    monkeypatch.setattr("compact_portal.site.archiving._put_uploads", _fails)
    with Reader(tmp_path / "one.zip") as archive, pytest.raises(OSError, match="disk full"):
        restore(archive, replace=True)
    assert Person.objects.get(email="signatory-a@test.invalid").name == "Newer than the backup"
    assert Clause.objects.exists()


def _fails(*args):
    raise OSError("disk full")


def test_rows_that_would_not_come_back_as_they_were_stop_the_restore(full, tmp_path, monkeypatch):
    back_up(tmp_path / "one.zip", at=AT)
    monkeypatch.setattr(
        "compact_portal.site.archiving._read",
        lambda field, value: "Mangled" if field.name == "name" and field.model.__name__ == "Partner" else value,
    )
    with Reader(tmp_path / "one.zip") as archive, pytest.raises(NotRestored, match="Rows of "):
        restore(archive, replace=True)
    assert Partner.objects.get(slug="test-b").name == "Test partner B"


def test_a_restore_ends_all_sessions(full, tmp_path):
    client = full.client("coordinator")
    back_up(tmp_path / "one.zip", at=AT)
    with Reader(tmp_path / "one.zip") as archive:
        restore(archive, replace=True)
    assert not Session.objects.exists()
    assert client.get("/workspace/").status_code == 302


def test_sessions_are_not_in_a_backup(full, tmp_path):
    full.client("coordinator")
    manifest = back_up(tmp_path / "one.zip", at=AT)
    assert "django_session" not in {table.name for table in manifest.tables}


def test_no_process_takes_a_stored_page_for_the_restored_one(full, tmp_path):
    back_up(tmp_path / "one.zip", at=AT)
    with change(by=None, why="test"):
        pass
    before = content_version()
    with Reader(tmp_path / "one.zip") as archive:
        restore(archive, replace=True)
    assert content_version() > before


def test_a_backup_of_a_newer_portal_is_refused_with_what_to_do(full, tmp_path):
    with Writer(tmp_path / "new.zip") as writer:
        writer.finish(made_at="2030-01-01T00:00:00+00:00", migrations=["undertakings.0001_initial", "undertakings.0999_x"])
    with pytest.raises(CommandError, match=r"newer portal: .* undertakings\.0999_x\. Upgrade it first"):
        call_command("restore", str(tmp_path / "new.zip"), replace=True)


def test_a_backup_at_other_migrations_does_not_replace_a_database_in_use(full, tmp_path):
    back_up(tmp_path / "one.zip", at=AT)
    with zipfile.ZipFile(tmp_path / "one.zip") as old, zipfile.ZipFile(tmp_path / "old.zip", "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "manifest.json":
                manifest = json.loads(content)
                manifest["migrations"].remove("pages.0002_first_rows")
                content = json.dumps(manifest).encode()
            new.writestr(name, content)
    with pytest.raises(CommandError, match="other migrations"):
        call_command("restore", str(tmp_path / "old.zip"), replace=True)
    assert Clause.objects.exists()


def test_a_broken_file_is_refused_in_one_line(db, tmp_path):
    (tmp_path / "x.zip").write_bytes(b"nothing")
    with pytest.raises(CommandError) as refusal:
        call_command("restore", str(tmp_path / "x.zip"))
    assert "\n" not in str(refusal.value)


def test_only_the_newest_are_kept_when_asked(db, settings, tmp_path, capsys):
    settings.PORTAL_DATA = tmp_path
    folder = tmp_path / "backups"
    folder.mkdir()
    for day in ("20260101", "20260102", "20260103"):
        (folder / f"portal-{day}-020000.zip").write_bytes(b"old")
    (folder / "by-hand.zip").write_bytes(b"by hand")
    call_command("backup", keep=2)
    left = sorted(path.name for path in folder.iterdir())
    assert "by-hand.zip" in left
    assert "portal-20260103-020000.zip" in left
    assert len(left) == 3
    assert "2 older ones removed" in capsys.readouterr().out


@pytest.mark.parametrize("words", [{"keep": 0}, {"keep": 2, "file": "x.zip"}])
def test_a_keep_that_makes_no_sense_is_refused(db, tmp_path, words):
    file = words.pop("file", None)
    with pytest.raises(CommandError, match="--keep"):
        call_command("backup", *([str(tmp_path / file)] if file else []), **words)


def test_a_backup_restores_into_an_empty_database_by_one_command(new_place):
    here, there = new_place(), new_place()
    here.make_tables()
    here.manage("load_compact")
    said = here.manage("backup", str(here.folder / "one.zip"))
    assert said.count("\n") == 1
    assert "Restored" in there.manage("restore", str(here.folder / "one.zip"))
    there.manage("backup", str(there.folder / "two.zip"))
    assert differences(manifest_of(here.folder / "one.zip"), manifest_of(there.folder / "two.zip")) == []
    assert "not empty" in there.manage("restore", str(here.folder / "one.zip"), fails=True)


# Each write is one transaction of two rows and one number: an archive of one moment holds whole pairs only.
WRITER = """
from django.db import transaction
from signatories.models import Partner
import sys
n = 0
while True:
    with transaction.atomic():
        Partner.objects.create(name=f"left {n}", slug=f"left-{n}", sector="voluntary", kind="group")
        Partner.objects.create(name=f"right {n}", slug=f"right-{n}", sector="voluntary", kind="group")
    n += 1
    print(n, flush=True)
"""


def test_a_backup_under_load_holds_one_moment_and_stops_no_writer(new_place):
    place = new_place()
    place.make_tables()
    writer = place.start(WRITER)
    try:
        assert writer.stdout is not None
        writer.stdout.readline()
        seen = []
        for number in range(3):
            place.manage("backup", str(place.folder / f"{number}.zip"))
            seen.append(_pairs(place.folder / f"{number}.zip"))
            time.sleep(0.2)
    finally:
        writer.kill()
        complaints = writer.communicate()[1]
    assert complaints == ""
    assert seen[0] < seen[1] < seen[2], "the writer went on while backups were taken"


def _pairs(path: Path) -> int:
    with Reader(path) as reader:
        table = next(one for one in reader.manifest.tables if one.name == "signatories_partner")
        slugs = {row[table.columns.index("slug")] for row in reader.rows(table)}
    left = {slug.removeprefix("left-") for slug in slugs if slug.startswith("left-")}
    right = {slug.removeprefix("right-") for slug in slugs if slug.startswith("right-")}
    assert left == right, "half a transaction is in the archive"
    return len(left)


def test_days_and_instants_keep_their_value(full, tmp_path):
    Partner.objects.filter(slug="test-a").update(dissolved_on=date(2026, 3, 29))
    joined = Person.objects.get(email="signatory-a@test.invalid").joined_at
    back_up(tmp_path / "one.zip", at=AT)
    with Reader(tmp_path / "one.zip") as archive:
        restore(archive, replace=True)
    assert Partner.objects.get(slug="test-a").dissolved_on == date(2026, 3, 29)
    assert Person.objects.get(email="signatory-a@test.invalid").joined_at == joined
