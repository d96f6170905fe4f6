"""The drill: what is backed up comes back whole; a damaged, foreign or unfit file changes nothing."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker, Settings

from minsheng.config.archive import DUMP, MANIFEST, BackupError, Manifest, Writer, extract
from minsheng.config.backup import write_backup
from minsheng.config.database.connect import connected
from minsheng.config.restore import restore_backup
from minsheng.config.secrets import load_secrets
from tests import database, server
from tests.config.processes import environment, minsheng

# What a backup must bring back besides rows: a policy, a trigger, an index, and what the application may not do.
DISTRICT = """
CREATE TABLE drill (id bigint PRIMARY KEY, word text, audience bigint[]);
INSERT INTO drill SELECT n, '红卫里 𠮷 ' || n, ARRAY[n % 3] FROM generate_series(1, 500) n;
CREATE INDEX drill_word ON drill USING gin (word gin_trgm_ops);
ALTER TABLE drill ENABLE ROW LEVEL SECURITY;
CREATE POLICY drill_seen ON drill TO minsheng_app USING (audience && ARRAY[1]::bigint[]);
CREATE FUNCTION drill_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'frozen'; END $$;
CREATE TRIGGER drill_frozen BEFORE UPDATE ON drill FOR EACH ROW EXECUTE FUNCTION drill_frozen();
"""
SHAPE = """
SELECT 'table', table_name::text, '' FROM information_schema.tables WHERE table_schema = 'public'
UNION ALL SELECT 'policy', policyname::text, roles::text || qual FROM pg_policies
UNION ALL SELECT 'trigger', tgname::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'index', indexname::text, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'right', table_name::text, string_agg(privilege_type, ',' ORDER BY privilege_type)
    FROM information_schema.role_table_grants WHERE grantee = 'minsheng_app' GROUP BY table_name
ORDER BY 1, 2, 3
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give the home of an installation that has stored two files."""
    folder = tmp_path / "home"
    load_secrets(folder, environ={})
    (folder / "files" / "ab").mkdir(parents=True)
    (folder / "files" / "ab" / "abcd").write_bytes(b"\x00photo")
    (folder / "files" / "note").write_text("屋顶漏水")
    return folder


@pytest.fixture
def source(database_template: str) -> Iterator[str]:
    with database.copy_of(database_template) as name:
        with database.owner_of(name) as owner:
            owner.execute(DISTRICT)
        yield name


@pytest.fixture
def empty(database_template: str) -> Iterator[str]:
    with database.copy_of("template0") as name:
        yield name


Act = Callable[..., list[str]]


@pytest.fixture
def act(django_db_setup: None, django_db_blocker: DjangoDbBlocker, settings: Settings) -> Iterator[Act]:
    """Give a function that backs up or restores within this process, as the owner of a database."""
    before = dict(connection.settings_dict)

    def run(home: Path, name: str, work: Callable[..., Iterator[str]], *arguments: Path, **options: bool) -> list[str]:
        settings.HOME, settings.FILES_ROOT = home, home / "files"
        settings.SECRETS = load_secrets(home, environ={})
        connection.close()
        connection.settings_dict.update(server.entry("owner", name))
        return list(work(*arguments, **options))

    with django_db_blocker.unblock():
        yield run
        connection.close()
        connection.settings_dict.update(before)


def backup(act: Act, home: Path, name: str, file: Path, *, with_secrets: bool = False) -> str:
    return " ".join(act(home, name, write_backup, file, with_secrets=with_secrets))


def restore(act: Act, home: Path, name: str, file: Path, *, force: bool = False) -> str:
    return " ".join(act(home, name, restore_backup, file, force=force, without_keys=False))


def installation(home: Path, name: str) -> dict[str, str]:
    return environment(home, **{**database.environment("app", name), "MINSHENG_HOME": str(home)})


def shape(name: str) -> list[tuple[str, str, str]]:
    with database.owner_of(name) as owner:
        return owner.execute(SHAPE).fetchall()


def test_the_drill(home: Path, source: str, empty: str, tmp_path: Path) -> None:
    file = tmp_path / "district.tar"
    made = minsheng(installation(home, source), "backup", str(file))
    assert made.returncode == 0, made.stdout
    assert "2 stored files" in made.stdout
    assert "keys are NOT in this file" in made.stdout
    assert file.stat().st_mode & 0o077 == 0
    (home / "files" / "note").unlink()
    back = minsheng(installation(home, empty), "restore", str(file))
    assert back.returncode == 0, back.stdout
    assert (home / "files" / "note").read_text() == "屋顶漏水"
    assert shape(empty) == shape(source)
    with connected(server.entry("app", empty)) as app:
        assert app.execute("SELECT count(*) FROM drill").fetchone() == (167,)
        with pytest.raises(psycopg.errors.RaiseException, match="frozen"):
            app.execute("UPDATE drill SET word = ''")


def test_nothing_is_overwritten_unasked(home: Path, source: str, tmp_path: Path, act: Act) -> None:
    file = tmp_path / "district.tar"
    backup(act, home, source, file)
    with pytest.raises(BackupError, match="exists already"):
        backup(act, home, source, file)
    with pytest.raises(BackupError, match="--force"):
        restore(act, home, source, file)
    with database.owner_of(source) as owner:
        owner.execute("DELETE FROM drill")
        with pytest.raises(BackupError, match="stop Minsheng first"):
            restore(act, home, source, file, force=True)
    restore(act, home, source, file, force=True)
    with database.owner_of(source) as owner:
        assert owner.execute("SELECT count(*) FROM drill").fetchone() == (500,)


def test_keys_travel_only_when_asked_and_a_stranger_without_them_is_told(
    home: Path, source: str, empty: str, tmp_path: Path, act: Act
) -> None:
    bare, whole, other = tmp_path / "bare.tar", tmp_path / "whole.tar", tmp_path / "other"
    backup(act, home, source, bare)
    assert "Keep it like a key" in backup(act, home, source, whole, with_secrets=True)
    with pytest.raises(BackupError, match="other keys"):
        restore(act, other, empty, bare)
    assert shape(empty) == []
    restore(act, other, empty, whole)
    here, there = load_secrets(home, environ={}), load_secrets(other, environ={})
    assert (here.field_key, here.index_key) == (there.field_key, there.index_key)
    assert here.database_app_password != there.database_app_password


def test_a_backup_at_odds_with_itself_or_too_new_brings_nothing_back(
    home: Path, source: str, empty: str, tmp_path: Path, act: Act
) -> None:
    file = tmp_path / "district.tar"
    backup(act, home, source, file)
    rewritten(file, lambda manifest: manifest["rows"].update(drill=501))
    with pytest.raises(BackupError, match="drill has not the 501 rows"):
        restore(act, home, empty, file)
    assert shape(empty) == []
    rewritten(file, lambda manifest: manifest["migrations"].append(["access", "9999_future"]))
    with pytest.raises(BackupError, match=r"access\.9999_future is unknown here"):
        restore(act, home, empty, file)


def rewritten(file: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change the manifest of a backup, as no backup of ours ever would be."""
    with tarfile.open(file) as tar:
        members = [(entry, tar.extractfile(entry).read()) for entry in tar]  # type: ignore[union-attr]
    with tarfile.open(file, "w") as tar:
        for entry, raw in members:
            content = raw
            if entry.name == MANIFEST:
                manifest = json.loads(raw)
                change(manifest)
                content = json.dumps(manifest).encode()
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Give a backup of nothing much."""
    (tmp_path / DUMP).write_bytes(b"dump" * 5000)
    with Writer(tmp_path / "small.tar", Manifest("now", "0", "18", [], {}, {})) as writer:
        writer.add(DUMP, tmp_path / DUMP)
        writer.add_text("files/a", "内容")
    return tmp_path / "small.tar"


def test_a_whole_file_is_unpacked(small: Path, tmp_path: Path) -> None:
    manifest = extract(small, tmp_path / "out")
    assert set(manifest.members) == {DUMP, "files/a"}
    assert (tmp_path / "out" / "files" / "a").read_text() == "内容"


@pytest.mark.parametrize("at", [600, 5000, 15000])
def test_one_changed_byte_is_found(small: Path, tmp_path: Path, at: int) -> None:
    raw = bytearray(small.read_bytes())
    raw[at] ^= 1
    small.write_bytes(raw)
    with pytest.raises(BackupError, match="damaged"):
        extract(small, tmp_path / "out")


@pytest.mark.parametrize("keep", [0, 100, 4000, 20000])
def test_a_file_cut_short_is_found(small: Path, tmp_path: Path, keep: int) -> None:
    small.write_bytes(small.read_bytes()[:keep])
    with pytest.raises(BackupError, match=r"cut short|no backup"):
        extract(small, tmp_path / "out")


def test_a_foreign_file_is_refused(tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.tar"
    foreign.write_text("not a tar at all" * 100)
    with pytest.raises(BackupError, match="no backup of Minsheng"):
        extract(foreign, tmp_path)
    with pytest.raises(BackupError, match="there is no file"):
        extract(tmp_path / "missing.tar", tmp_path)


@pytest.mark.parametrize("name", ["../outside", "/outside", "files/../../outside"])
def test_nothing_is_written_outside(tmp_path: Path, name: str) -> None:
    evil = tmp_path / "evil.tar"
    with Writer(evil, Manifest("now", "0", "18", [], {}, {})) as writer:
        writer.add_text(name, "evil")
    with pytest.raises(BackupError, match="no backup of Minsheng"):
        extract(evil, tmp_path / "deep" / "out")
    assert not (tmp_path / "outside").exists()


def test_an_unfinished_backup_leaves_no_file(tmp_path: Path) -> None:
    with (
        pytest.raises(OSError, match="missing"),
        Writer(tmp_path / "x.tar", Manifest("", "", "", [], {}, {})) as writer,
    ):
        writer.add(DUMP, tmp_path / "missing")
    assert list(tmp_path.iterdir()) == []
