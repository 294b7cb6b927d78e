"""An archive is whole or it is not taken."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compact_portal.lib.archive import BadArchive, Manifest, Reader, Writer, differences, line, main

ROWS = [[1, "Café", None, True, {"b": 1, "a": [2]}], [2, "line\nbreak “quoted” \x01", "x", False, []]]


def write(target: Path, rows=ROWS, upload: bytes = b"a document") -> Manifest:
    with Writer(target) as writer:
        writer.table("things", ["id", "name", "note", "on", "data"], rows)
        writer.upload("2026/plan.pdf", io.BytesIO(upload))
        return writer.finish(made_at="2026-11-22T10:00:00+00:00", migrations=["things.0001_initial"])


def rewrite(path: Path, change) -> None:
    """Write the zip anew with one of its members changed, as an accident or a hand would."""
    with zipfile.ZipFile(path) as old:
        members = {name: old.read(name) for name in old.namelist()}
    change(members)
    with zipfile.ZipFile(path, "w") as new:
        for name, content in members.items():
            new.writestr(name, content)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    write(tmp_path / "one.zip")
    return tmp_path / "one.zip"


def test_what_is_written_is_read_again(archive):
    with Reader(archive) as reader:
        table = reader.manifest.tables[0]
        assert table.columns == ("id", "name", "note", "on", "data")
        assert list(reader.rows(table)) == ROWS
        assert reader.open_upload(reader.manifest.uploads[0]).read() == b"a document"
        assert reader.manifest.migrations == ("things.0001_initial",)


def test_the_file_is_readable_by_its_owner_alone(archive):
    assert archive.stat().st_mode & 0o777 == 0o600


def test_two_archives_of_the_same_rows_are_equal_and_their_digest_is(tmp_path):
    first, second = write(tmp_path / "a.zip"), write(tmp_path / "b.zip")
    assert differences(first, second) == []
    assert first.digest == second.digest


@pytest.mark.parametrize("other", [{"rows": ROWS[:1]}, {"rows": ROWS[::-1]}, {"upload": b"another document"}])
def test_one_row_or_file_that_differs_is_named(tmp_path, other):
    first, second = write(tmp_path / "a.zip"), write(tmp_path / "b.zip", **other)
    assert len(differences(first, second)) == 1
    assert first.digest != second.digest


def test_a_changed_row_is_refused(archive):
    rewrite(archive, lambda members: members.update({"tables/things.jsonl": members["tables/things.jsonl"] + b"[3]\n"}))
    with pytest.raises(BadArchive, match=r"things\.jsonl has changed"):
        Reader(archive)


def test_a_changed_upload_is_refused(archive):
    rewrite(archive, lambda members: members.update({"uploads/2026/plan.pdf": b"an Xocument"}))
    with pytest.raises(BadArchive, match=r"plan\.pdf has changed"):
        Reader(archive)


def test_a_missing_table_is_refused(archive):
    rewrite(archive, lambda members: members.pop("tables/things.jsonl"))
    with pytest.raises(BadArchive, match="not a whole backup"):
        Reader(archive)


@pytest.mark.parametrize("name", ["../escape", "/etc/escape", "a/../../escape", "..\\escape"])
def test_an_upload_whose_name_leads_out_of_the_folder_is_refused(archive, name):
    def change(members):
        manifest = json.loads(members["manifest.json"])
        manifest["uploads"][0]["name"] = name
        members["manifest.json"] = json.dumps(manifest).encode()
        members[f"uploads/{name}"] = b"a document"

    rewrite(archive, change)
    with pytest.raises(BadArchive, match="leads out of the folder"):
        Reader(archive)


def test_a_later_format_is_refused(archive):
    rewrite(
        archive,
        lambda members: members.update({"manifest.json": members["manifest.json"].replace(b'"format": 1', b'"format": 2')}),
    )
    with pytest.raises(BadArchive, match="format 1"):
        Reader(archive)


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_archive_is_refused_in_one_line(tmp_path, content):
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    with pytest.raises(BadArchive) as refusal:
        Reader(path)
    assert "\n" not in str(refusal.value)


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(BadArchive, match="There is no file"):
        Reader(tmp_path / "nowhere.zip")


def test_an_archive_that_fails_half_way_leaves_no_file(tmp_path):
    def rows():
        yield [1]
        raise RuntimeError("the database went away")

    def attempt():
        with Writer(tmp_path / "half.zip") as writer:
            writer.table("things", ["id"], rows())

    with pytest.raises(RuntimeError, match="went away"):
        attempt()
    assert list(tmp_path.iterdir()) == []


def test_the_command_compares_two(tmp_path, capsys):
    write(tmp_path / "a.zip")
    write(tmp_path / "b.zip")
    write(tmp_path / "c.zip", rows=ROWS[:1])
    assert main([str(tmp_path / "a.zip"), str(tmp_path / "b.zip")]) == 0
    assert "The same 2 rows and 1 files" in capsys.readouterr().out
    assert main([str(tmp_path / "a.zip"), str(tmp_path / "c.zip")]) == 1
    assert "table things" in capsys.readouterr().out
    assert main([str(tmp_path / "a.zip")]) == 1
    assert main([str(tmp_path / "a.zip"), str(tmp_path / "none.zip")]) == 1


def test_the_command_runs_without_django(tmp_path):
    write(tmp_path / "a.zip")
    done = subprocess.run(
        [sys.executable, "-m", "compact_portal.lib.archive", str(tmp_path / "a.zip"), str(tmp_path / "a.zip")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc"), inner, max_size=3),
    max_leaves=6,
)


@given(st.lists(PLAIN, max_size=5))
def test_a_line_is_one_line_and_reads_as_the_same_row(row):
    encoded = line(row)
    assert encoded.count(b"\n") == 1
    assert json.loads(encoded) == row


def test_the_order_of_keys_does_not_change_a_line():
    assert line([{"a": 1, "b": 2}]) == line([{"b": 2, "a": 1}])
