"""The installation's own secrets: made once, kept in one private file, overridable by the environment.

The file is ``secrets.json`` in the home folder, mode 0600. Two processes that start at once end with the same values:
each writes a complete file under a name of its own and links it into place, and only one link can succeed.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import json
import os
import secrets
import stat
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

FILE_NAME = "secrets.json"
KEY_BYTES = 32
ENVIRONMENT = {
    "django_key": "MINSHENG_SECRET_KEY",
    "field_key": "MINSHENG_FIELD_KEY",
    "index_key": "MINSHENG_INDEX_KEY",
}


class SecretsError(RuntimeError):
    """The secrets file or an environment variable cannot be used; the message says which and why."""


@dataclass(frozen=True, repr=False)
class Secrets:
    """Every secret of one installation, as text; ``field_key`` and ``index_key`` are 32 bytes in base64."""

    django_key: str
    field_key: str
    index_key: str
    database_owner_password: str
    database_app_password: str
    database_superuser_password: str

    def __repr__(self) -> str:
        return "Secrets(…)"


def load_secrets(home: Path, environ: Mapping[str, str] | None = None) -> Secrets:
    """Return the secrets of the installation in ``home``; make them first where there are none.

    ``environ`` (default: the process's) may override the three keys. Raises ``SecretsError`` when the file is damaged,
    is readable by other users, or a key has not 32 bytes.
    """
    path = home / FILE_NAME
    kept = _read(path) if path.exists() else _create(path)
    given = os.environ if environ is None else environ
    changes = {name: given[variable] for name, variable in ENVIRONMENT.items() if given.get(variable)}
    return _checked(replace(kept, **changes))


def store_secrets(home: Path, new: Secrets) -> None:
    """Replace the secrets file in ``home`` by ``new``, in one step. Raises ``SecretsError`` on bad keys."""
    _written_aside(home / FILE_NAME, _checked(new)).replace(home / FILE_NAME)


def key_bytes(name: str, text: str) -> bytes:
    """Decode the base64 key ``text``; raises ``SecretsError`` naming ``name`` unless it holds exactly 32 bytes."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        message = f"{name} is not base64: {error}"
        raise SecretsError(message) from error
    if len(raw) != KEY_BYTES:
        message = f"{name} has {len(raw)} bytes; it needs {KEY_BYTES} bytes in base64"
        raise SecretsError(message)
    return raw


def _checked(values: Secrets) -> Secrets:
    for name in ("field_key", "index_key"):
        key_bytes(name, getattr(values, name))
    return values


def _fresh() -> Secrets:
    return Secrets(
        django_key=secrets.token_urlsafe(48),
        field_key=base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode(),
        index_key=base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode(),
        database_owner_password=secrets.token_urlsafe(24),
        database_app_password=secrets.token_urlsafe(24),
        database_superuser_password=secrets.token_urlsafe(24),
    )


def _create(path: Path) -> Secrets:
    # Others may pass (the database may run as another user) but not look around.
    path.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    aside = _written_aside(path, _fresh())
    with contextlib.suppress(FileExistsError):  # another process was first: its secrets hold
        os.link(aside, path)
    aside.unlink()
    return _read(path)


def _written_aside(path: Path, values: Secrets) -> Path:
    descriptor, name = tempfile.mkstemp(prefix=".secrets-", dir=path.parent)  # mkstemp gives mode 0600
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        json.dump(asdict(values), stream, indent=1)
        stream.flush()
        os.fsync(stream.fileno())
    return Path(name)


def _read(path: Path) -> Secrets:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        message = f"{path} can be read by other users of this machine; run: chmod 600 {path}"
        raise SecretsError(message)
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return Secrets(**{field.name: str(found[field.name]) for field in fields(Secrets)})
    except (ValueError, KeyError, TypeError) as error:
        message = f"{path} is damaged ({type(error).__name__}: {error}); put back a copy, do not make new keys"
        raise SecretsError(message) from error
