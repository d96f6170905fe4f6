"""Secrets: made once, private, the same for everybody, loud when damaged."""

from __future__ import annotations

import base64
import multiprocessing
import stat
from pathlib import Path

import pytest

from minsheng.config.secrets import Secrets, SecretsError, key_bytes, load_secrets, store_secrets

RACERS = 6
OTHER_KEY = base64.b64encode(bytes(range(32))).decode()


def test_made_once_and_private(tmp_path: Path) -> None:
    first = load_secrets(tmp_path / "home", environ={})
    assert load_secrets(tmp_path / "home", environ={}) == first
    assert stat.S_IMODE((tmp_path / "home" / "secrets.json").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["secrets.json"]
    assert len(key_bytes("field_key", first.field_key)) == len(key_bytes("index_key", first.index_key)) == 32


def _race(arguments: tuple[Path, float]) -> str:
    return load_secrets(arguments[0], environ={}).django_key


def test_processes_that_start_at_once_agree(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(RACERS) as pool:
        pool.map(abs, range(RACERS))  # all are up before the race begins
        keys = pool.map(_race, [(tmp_path / "home", 0.0)] * RACERS, chunksize=1)
    assert len(set(keys)) == 1


def test_the_environment_overrides_the_keys(tmp_path: Path) -> None:
    given = {"MINSHENG_SECRET_KEY": "word", "MINSHENG_FIELD_KEY": OTHER_KEY, "MINSHENG_INDEX_KEY": OTHER_KEY}
    found = load_secrets(tmp_path, environ=given)
    assert (found.django_key, found.field_key, found.index_key) == ("word", OTHER_KEY, OTHER_KEY)
    assert load_secrets(tmp_path, environ={}).field_key != OTHER_KEY


@pytest.mark.parametrize(
    ("key", "reason"), [("short", "not base64"), (base64.b64encode(b"x" * 31).decode(), "31 bytes")], ids=["text", "31"]
)
def test_a_wrong_key_is_named(tmp_path: Path, key: str, reason: str) -> None:
    with pytest.raises(SecretsError, match=reason) as caught:
        load_secrets(tmp_path, environ={"MINSHENG_FIELD_KEY": key})
    assert "field_key" in str(caught.value)
    assert key not in str(caught.value)


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"django_key": "x"}'])
def test_a_damaged_file_is_never_replaced(tmp_path: Path, text: str) -> None:
    path = tmp_path / "secrets.json"
    path.touch(mode=0o600)
    path.write_text(text)
    with pytest.raises(SecretsError, match="damaged"):
        load_secrets(tmp_path, environ={})
    assert path.read_text() == text


def test_a_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    load_secrets(tmp_path, environ={})
    (tmp_path / "secrets.json").chmod(0o640)
    with pytest.raises(SecretsError, match="chmod 600"):
        load_secrets(tmp_path, environ={})


def test_stored_secrets_replace_the_file_and_are_not_shown(tmp_path: Path) -> None:
    load_secrets(tmp_path, environ={})
    new = Secrets("a", OTHER_KEY, OTHER_KEY, "b", "c", "d")
    store_secrets(tmp_path, new)
    assert load_secrets(tmp_path, environ={}) == new
    assert OTHER_KEY not in repr(new)
