"""The backup file: an uncompressed tar with the database's dump, the stored files, and a manifest with every digest.

```
database.dump      pg_dump's custom format, without owners and grants: those come from this code
files/…            the stored files as they lie in the home folder
keys.json          only when asked for: the keys that personal fields are encrypted with
manifest.json      last, since it holds the digests of all the others
```
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any, Self

FORMAT = "minsheng-backup"
FORMAT_VERSION = 1
MANIFEST = "manifest.json"
DUMP = "database.dump"
KEYS = "keys.json"
FILES = "files"
BLOCK = 1024 * 1024


class BackupError(RuntimeError):
    """A backup cannot be written or restored; the message says what is wrong and that nothing was changed."""


@dataclass
class Manifest:
    """What a backup holds. ``members`` maps each name in the file to its size in bytes and its SHA-256."""

    made_at: str
    program: str
    server: str
    migrations: list[list[str]]
    rows: dict[str, int]
    key_marks: dict[str, str]
    members: dict[str, dict[str, Any]] = field(default_factory=dict)
    format: str = FORMAT
    format_version: int = FORMAT_VERSION


class _Counted(io.RawIOBase):
    """Passes a file through and keeps its digest."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Read on and count what was read."""
        block = self.source.read(size)
        self.digest.update(block)
        return block


class Writer:
    """Writes a backup aside and puts it in its place in one step; nothing is left of one that was not finished."""

    def __init__(self, target: Path, manifest: Manifest) -> None:
        self.target = target
        self.manifest = manifest

    def __enter__(self) -> Self:
        try:
            descriptor, name = tempfile.mkstemp(prefix=f".{self.target.name}.", dir=self.target.parent)
        except OSError as error:
            message = f"nothing can be written in {self.target.parent}: {error.strerror}"
            raise BackupError(message) from error
        self._aside = Path(name)
        self._stream = os.fdopen(descriptor, "wb")
        self._tar = tarfile.open(fileobj=self._stream, mode="w", format=tarfile.PAX_FORMAT)
        return self

    def add(self, name: str, path: Path) -> None:
        """Put the file ``path`` in under ``name``."""
        with path.open("rb") as source:
            self._add(name, source, path.stat().st_size)

    def add_text(self, name: str, text: str) -> None:
        """Put ``text`` in under ``name``."""
        raw = text.encode()
        self._add(name, io.BytesIO(raw), len(raw))

    def _add(self, name: str, source: IO[bytes], size: int) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        counted = _Counted(source)
        self._tar.addfile(entry, counted)
        if name != MANIFEST:
            self.manifest.members[name] = {"bytes": size, "sha256": counted.digest.hexdigest()}

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.add_text(MANIFEST, json.dumps(asdict(self.manifest), ensure_ascii=False, indent=1))
        self._tar.close()
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self._stream.close()
        if kind is None:
            self._aside.replace(self.target)
        else:
            self._aside.unlink()


def extract(source: Path, folder: Path) -> Manifest:
    """Unpack the backup ``source`` into ``folder`` and check every digest; raises ``BackupError`` on any difference."""
    try:
        with tarfile.open(source, mode="r:") as tar:
            manifest = _manifest(tar)
            found = {}
            for entry in tar:
                if entry.name != MANIFEST:
                    found[entry.name] = _unpack(tar, entry, folder)
    except FileNotFoundError as error:
        message = f"there is no file {source}"
        raise BackupError(message) from error
    except (tarfile.TarError, EOFError, OSError) as error:
        message = f"{source} is no backup of Minsheng, or it is cut short ({error}); nothing was changed"
        raise BackupError(message) from error
    _compare(manifest.members, found)
    return manifest


def _manifest(tar: tarfile.TarFile) -> Manifest:
    try:
        stream = tar.extractfile(MANIFEST)
        raw = json.loads(stream.read()) if stream else {}
    except (KeyError, ValueError) as error:
        message = (
            "the file has no readable manifest: it is no backup of Minsheng, or it is cut short; nothing was changed"
        )
        raise BackupError(message) from error
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        message = "the file is no backup of Minsheng; nothing was changed"
        raise BackupError(message)
    if raw.get("format_version") != FORMAT_VERSION:
        message = f"the backup's format is {raw.get('format_version')}; this program reads {FORMAT_VERSION}"
        raise BackupError(message)
    try:
        return Manifest(**raw)
    except TypeError as error:
        message = f"the backup's manifest is damaged ({error}); nothing was changed"
        raise BackupError(message) from error


def _unpack(tar: tarfile.TarFile, entry: tarfile.TarInfo, folder: Path) -> dict[str, Any]:
    name = PurePosixPath(entry.name)
    if not entry.isreg() or name.is_absolute() or ".." in name.parts:
        message = f"the backup holds {entry.name!r}, which no backup of Minsheng does; nothing was changed"
        raise BackupError(message)
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    source = tar.extractfile(entry)
    digest = hashlib.sha256()
    size = 0
    with target.open("wb") as out:
        for block in _blocks(source):
            digest.update(block)
            size += out.write(block)
    return {"bytes": size, "sha256": digest.hexdigest()}


def _blocks(source: IO[bytes] | None) -> Iterator[bytes]:
    while source is not None and (block := source.read(BLOCK)):
        yield block


def _compare(wanted: dict[str, dict[str, Any]], found: dict[str, dict[str, Any]]) -> None:
    wrong = sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
    if wrong:
        more = f" and {len(wrong) - 1} more" if len(wrong) > 1 else ""
        message = f"the backup is damaged: {wrong[0]}{more} differs from its digest; nothing was changed"
        raise BackupError(message)
