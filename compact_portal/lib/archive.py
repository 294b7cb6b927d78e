"""The portable archive of a portal, one zip: tables as lines of JSON, uploads as files, a manifest of their digests.

    manifest.json          what is in it, made when, from which migrations, with the SHA-256 of each member
    tables/<table>.jsonl   one row a line: a JSON list in the order of the manifest's columns
    uploads/<name>         the files that people sent

It names no database: what one kind writes another can read. `python -m compact_portal.lib.archive A B` compares two.
"""

import hashlib
import json
import os
import sys
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, Self

FORMAT = 1
CHUNK = 1 << 20


class BadArchive(Exception):
    """The file is no archive of a portal, or not whole. The message is one line that says what to do."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns in the order of each row, how many rows, and the SHA-256 of its lines."""

    name: str
    columns: tuple[str, ...]
    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class Upload:
    """One uploaded file: its name in the storage, its bytes, and their SHA-256."""

    name: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive holds. `migrations` are "app.name", all that the database had; `made_at` is an instant in UTC."""

    made_at: str
    migrations: tuple[str, ...]
    tables: tuple[Table, ...]
    uploads: tuple[Upload, ...]
    format: int = FORMAT

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(table.rows for table in self.tables)

    @property
    def digest(self) -> str:
        """Stands for all rows and files, whenever and wherever the archive was made."""
        whole = hashlib.sha256()
        for table in self.tables:
            whole.update(f"{table.name}:{','.join(table.columns)}:{table.rows}:{table.digest}\n".encode())
        for upload in self.uploads:
            whole.update(f"{upload.name}:{upload.size}:{upload.digest}\n".encode())
        return whole.hexdigest()


def line(row: Iterable[Any]) -> bytes:
    """A row of plain values (what JSON knows) as one line, the same for the same row everywhere."""
    text = json.dumps(list(row), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode() + b"\n"


@dataclass(slots=True)
class Digester:
    """Counts rows and takes their digest while they pass."""

    rows: int = 0
    sha: Any = field(default_factory=hashlib.sha256)

    def take(self, encoded: bytes) -> bytes:
        """The same line, counted."""
        self.rows += 1
        self.sha.update(encoded)
        return encoded


class Writer:
    """Writes an archive to a file that appears only when it is whole, readable by its owner alone."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self._part = target.with_name(target.name + ".part")
        self._tables: list[Table] = []
        self._uploads: list[Upload] = []

    def __enter__(self) -> Self:
        self.target.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        self._file = os.fdopen(descriptor, "wb")
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        return self

    def table(self, name: str, columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
        """Write a table. Rows come in an order that is the same in every database."""
        digester = Digester()
        with self._zip.open(f"tables/{name}.jsonl", "w", force_zip64=True) as member:
            for row in rows:
                member.write(digester.take(line(row)))
        self._tables.append(Table(name, tuple(columns), digester.rows, digester.sha.hexdigest()))

    def upload(self, name: str, source: IO[bytes]) -> None:
        """Write one uploaded file."""
        size, sha = 0, hashlib.sha256()
        with self._zip.open(f"uploads/{name}", "w", force_zip64=True) as member:
            while chunk := source.read(CHUNK):
                size += len(chunk)
                sha.update(chunk)
                member.write(chunk)
        self._uploads.append(Upload(name, size, sha.hexdigest()))

    def finish(self, *, made_at: str, migrations: Iterable[str]) -> Manifest:
        """Write the manifest, and give the file its name."""
        manifest = Manifest(made_at, tuple(migrations), tuple(self._tables), tuple(sorted(self._uploads, key=lambda one: one.name)))
        self._zip.writestr("manifest.json", json.dumps(asdict(manifest), indent=1, ensure_ascii=False))
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._part.replace(self.target)
        return manifest

    def __exit__(self, *_: object) -> None:
        if not self._file.closed:
            self._zip.close()
            self._file.close()
        self._part.unlink(missing_ok=True)


class Reader:
    """An archive that has been looked through: its manifest read, every digest compared. Raises BadArchive."""

    def __init__(self, source: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(source)
            self.manifest = _manifest(json.loads(self._zip.read("manifest.json")))
            self._check()
        except FileNotFoundError:
            raise BadArchive(f"There is no file {source}. Give the path of a backup.") from None
        except (zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError) as problem:
            raise BadArchive(f"{source} is not a whole backup of a portal ({problem}). Take another copy of it.") from problem

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def rows(self, table: Table) -> Iterator[list[Any]]:
        """The rows of a table, in the order of its columns."""
        with self._zip.open(f"tables/{table.name}.jsonl") as member:
            for encoded in member:
                yield json.loads(encoded)

    def open_upload(self, upload: Upload) -> IO[bytes]:
        """The file, to be read and closed by the caller."""
        return self._zip.open(f"uploads/{upload.name}")

    def _check(self) -> None:
        for name, digest in [
            *((f"tables/{table.name}.jsonl", table.digest) for table in self.manifest.tables),
            *((f"uploads/{upload.name}", upload.digest) for upload in self.manifest.uploads),
        ]:
            sha = hashlib.sha256()
            with self._zip.open(name) as member:
                while chunk := member.read(CHUNK):
                    sha.update(chunk)
            if sha.hexdigest() != digest:
                raise ValueError(f"{name} has changed since it was written")


def _manifest(raw: dict[str, Any]) -> Manifest:
    if raw["format"] != FORMAT:
        raise ValueError(f"its format is {raw['format']}, and this portal reads format {FORMAT}")
    for upload in raw["uploads"]:
        parts = Path(upload["name"]).parts
        if not parts or ".." in parts or Path(upload["name"]).is_absolute() or "\\" in upload["name"]:
            raise ValueError("an upload's name leads out of the folder of uploads")
    return Manifest(
        made_at=raw["made_at"],
        migrations=tuple(raw["migrations"]),
        tables=tuple(Table(one["name"], tuple(one["columns"]), one["rows"], one["digest"]) for one in raw["tables"]),
        uploads=tuple(Upload(**one) for one in raw["uploads"]),
    )


def differences(first: Manifest, second: Manifest) -> list[str]:
    """What two archives do not share, a line each; empty when every row and every file is the same."""
    left = {**_by_name("table", first.tables), **_by_name("upload", first.uploads)}
    right = {**_by_name("table", second.tables), **_by_name("upload", second.uploads)}
    return [
        f"{name}: {_short(left.get(name))} and {_short(right.get(name))}"
        for name in sorted(left.keys() | right.keys())
        if left.get(name) != right.get(name)
    ]


def _by_name(kind: str, found: Iterable[Table | Upload]) -> dict[str, Table | Upload]:
    return {f"{kind} {one.name}": one for one in found}


def _short(one: Table | Upload | None) -> str:
    if one is None:
        return "not there"
    amount = f"{one.rows} rows" if isinstance(one, Table) else f"{one.size} bytes"
    return f"{amount}, {one.digest[:12]}"


def main(paths: list[str]) -> int:
    """Compare two archives: says so in one line when they are equal, else lists what differs and gives 1."""
    try:
        first, second = (Reader(Path(path)).manifest for path in paths)
    except ValueError:
        sys.stderr.write("Give two archives to compare.\n")
        return 1
    except BadArchive as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    found = differences(first, second) or [f"The same {first.rows} rows and {len(first.uploads)} files."]
    sys.stdout.write("\n".join(found) + "\n")
    return 0 if first.digest == second.digest else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
