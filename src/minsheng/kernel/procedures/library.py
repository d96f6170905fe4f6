"""Procedure files of the installed modules, and released versions by id."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.apps import apps
from django.db import connection

from minsheng.kernel.procedures.models import ActiveProcedure, ProcedureVersion
from minsheng.kernel.procedures.schema import Procedure, parse

LOCK_NAME = "versions.lock"


@dataclass(frozen=True, slots=True)
class ProcedureFile:
    """A version of a procedure as it stands in a module: ``procedures/<name>/<version>.toml``."""

    path: Path
    source: str
    procedure: Procedure


def procedure_folders() -> Iterator[Path]:
    """The ``procedures`` folders of all installed modules."""
    for config in apps.get_app_configs():
        folder = Path(config.path) / "procedures"
        if folder.is_dir() and config.name.startswith("minsheng.domains."):
            yield folder


def procedure_files(folder: Path) -> Iterator[ProcedureFile]:
    """All versions in one folder, by name and version. Raises what ``parse`` raises, with the path in its notes."""
    for path in sorted(folder.glob("*/[0-9]*.toml"), key=_by_version):
        source = path.read_text(encoding="utf-8")
        try:
            yield ProcedureFile(path, source, parse(source))
        except ValueError as error:
            error.add_note(str(path))
            raise


def _by_version(path: Path) -> tuple[str, list[int]]:
    """2026.10 comes after 2026.9. What is no version comes first and is refused when it is parsed."""
    parts = path.stem.split(".")
    return path.parent.name, [int(part) for part in parts] if all(part.isdecimal() for part in parts) else []


def read_lock(folder: Path) -> dict[str, str]:
    """Hashes under which the versions of a folder were released: ``key@version`` to SHA-256."""
    path = folder / LOCK_NAME
    return dict(tomllib.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def procedure_of(version_id: int) -> Procedure:
    """The procedure of a released version. Released versions never change, so they are kept in memory."""
    return _kept(str(connection.settings_dict["NAME"]), version_id)


@lru_cache(maxsize=256)
def _kept(database: str, version_id: int) -> Procedure:
    # The same number may mean another version in another database: tests move processes between them.
    return parse(ProcedureVersion.objects.values_list("source", flat=True).get(pk=version_id))


def released_version(version_id: int) -> ProcedureVersion:
    """A released version, kept in memory. Do not change it."""
    return _kept_version(str(connection.settings_dict["NAME"]), version_id)


@lru_cache(maxsize=256)
def _kept_version(database: str, version_id: int) -> ProcedureVersion:
    return ProcedureVersion.objects.get(pk=version_id)


def active_version(key: str) -> ProcedureVersion:
    """The version under which new cases of this procedure begin. Raises DoesNotExist when none was released."""
    return ActiveProcedure.objects.select_related("version").get(key=key).version
