"""The drill: what is backed up comes back whole; a damaged, foreign or unfit file changes nothing."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from minsheng.config.archive import DUMP, MANIFEST, BackupError, Manifest, Writer, extract
from minsheng.config.database.connect import connected
from minsheng.config.secrets import load_secrets
from tests import database, server
from tests.config.processes import environment, minsheng

# What a backup must bring back besides rows: a policy, a trigger, an index, and what the application may not do.
DISTRICT = """
CREATE TABLE drill (id bigint PRIMARY KEY, word text, audience bigint[]);
INSERT INTO drill SELECT n, '红卫里 𠮷 ' || n, ARRAY[n %% 3] FROM generate_series(1, 500) n;
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
        with database.owner_of(name) as connection:
            connection.execute(DISTRICT.replace("%%", "%"))
        yield name


@pytest.fixture
def empty(database_template: str) -> Iterator[str]:
    with database.copy_of("template0") as name:
        yield name


def installation(home: Path, name: str) -> dict[str, str]:
    return environment(home, **{**database.environment("app", name), "MINSHENG_HOME": str(home)})


def shape(name: str) -> list[tuple[str, str, str]]:
    with database.owner_of(name) as connection:
        return connection.execute(SHAPE).fetchall()


def test_the_drill(home: Path, source: str, empty: str, tmp_path: Path) -> None:
    file = tmp_path / "district.tar"
    made = minsheng(installation(home, source), "backup", str(file))
    assert made.returncode == 0, made.stdout
    assert "2 stored files" in made.stdout
    assert "keys are NOT in this file" in made.stdout
    assert file.stat().st_mode & 0o077 == 0
    again = minsheng(installation(home, source), "backup", str(file))
    assert (again.returncode, "exists already" in again.stdout) == (1, True)

    (home / "files" / "note").unlink()
    back = minsheng(installation(home, empty), "restore", str(file))
    assert back.returncode == 0, back.stdout
    assert (home / "files" / "note").read_text() == "屋顶漏水"
    assert shape(empty) == shape(source)
    with connected(server.entry("app", empty)) as connection:
        assert connection.execute("SELECT count(*) FROM drill").fetchone() == (167,)
        with pytest.raises(psycopg.errors.RaiseException, match="frozen"):
            connection.execute("UPDATE drill SET word = ''")

    full = minsheng(installation(home, empty), "restore", str(file))
    assert (full.returncode, "--force" in full.stdout) == (1, True)
    with database.owner_of(empty) as connection:
        connection.execute("DELETE FROM drill")
    forced = minsheng(installation(home, empty), "restore", str(file), "--force")
    assert forced.returncode == 0, forced.stdout
    with database.owner_of(empty) as connection:
        assert connection.execute("SELECT count(*) FROM drill").fetchone() == (500,)


def test_keys_travel_only_when_asked_and_a_stranger_without_them_is_told(
    home: Path, source: str, empty: str, tmp_path: Path
) -> None:
    bare, whole = tmp_path / "bare.tar", tmp_path / "whole.tar"
    assert minsheng(installation(home, source), "backup", str(bare)).returncode == 0
    assert "Keep it like a key" in minsheng(installation(home, source), "backup", str(whole), "--with-secrets").stdout
    other = tmp_path / "other"
    refused = minsheng(installation(other, empty), "restore", str(bare))
    assert (refused.returncode, "other keys" in refused.stdout) == (1, True)
    assert shape(empty) == []
    assert minsheng(installation(other, empty), "restore", str(whole)).returncode == 0
    assert load_secrets(other, environ={}).field_key == load_secrets(home, environ={}).field_key
    assert load_secrets(other, environ={}).database_app_password != load_secrets(home, environ={}).database_app_password


def test_rows_that_differ_from_the_manifest_bring_nothing_back(
    home: Path, source: str, empty: str, tmp_path: Path
) -> None:
    file = tmp_path / "district.tar"
    assert minsheng(installation(home, source), "backup", str(file)).returncode == 0
    rewritten(file, lambda manifest: manifest["rows"].update(drill=501))
    outcome = minsheng(installation(home, empty), "restore", str(file))
    assert outcome.returncode == 1
    assert "drill has not the 501 rows" in outcome.stdout
    assert shape(empty) == []
    rewritten(file, lambda manifest: manifest["migrations"].append(["access", "9999_future"]))
    newer = minsheng(installation(home, empty), "restore", str(file))
    assert "access.9999_future is unknown here" in newer.stdout


def rewritten(file: Path, change: object) -> None:
    """Change the manifest of a backup, as no backup of ours ever would be."""
    with tarfile.open(file) as tar:
        members = [(entry, tar.extractfile(entry).read()) for entry in tar]  # type: ignore[union-attr]
    with tarfile.open(file, "w") as tar:
        for entry, raw in members:
            content = raw
            if entry.name == MANIFEST:
                manifest = json.loads(raw)
                change(manifest)  # type: ignore[operator]
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
    with pytest.raises(BackupError, match="cut short|no backup"):
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
    with pytest.raises(OSError, match="missing"), Writer(tmp_path / "x.tar", Manifest("", "", "", [], {}, {})) as writer:
        writer.add(DUMP, tmp_path / "missing")
    assert list(tmp_path.iterdir()) == []


def test_a_busy_database_is_not_replaced(home: Path, source: str, tmp_path: Path) -> None:
    file = tmp_path / "district.tar"
    assert minsheng(installation(home, source), "backup", str(file)).returncode == 0
    with database.owner_of(source) as connection:
        connection.execute(sql.SQL("SELECT 1"))
        outcome = minsheng(installation(home, source), "restore", str(file), "--force")
    assert outcome.returncode == 1
    assert "stop Minsheng first" in outcome.stdout
