"""The one entry: its help, its errors, and what it does with the embedded database."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest

from minsheng import __version__
from minsheng.config import cli
from minsheng.config.database.places import Places
from minsheng.config.database.postmaster import find_postmaster
from tests import database, server
from tests.config.processes import environment, minsheng


@pytest.fixture(autouse=True)
def _own_process_state(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what the entry does to its process away from the tests'."""
    monkeypatch.setattr(os, "environ", os.environ.copy())
    monkeypatch.setattr(logging, "basicConfig", lambda **_: None)


@pytest.mark.parametrize("words", [[], ["help"], ["--help"], ["-h"]])
def test_alone_it_lists_every_command_in_its_group(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(words) == 0
    text = capsys.readouterr().out
    for command in ("up", "down", "demo", "migrate", "backup", "restore", "database", "procrastinate"):
        assert f"\n  {command} " in text
    assert text.index("Running:") < text.index("Data:") < text.index("Django:")


@pytest.mark.parametrize("command", ["up", "demo", "down", "backup", "restore", "database", "check"])
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["help", command])
    assert ended.value.code == 0
    assert f"usage: minsheng {command}" in capsys.readouterr().out


def test_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out.strip() == __version__


def test_an_unknown_command_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["no-such-thing"]) == 2
    assert "'no-such-thing'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["up", "--port", "70000"], "no port"),
        (["up", "--workers", "0"], "1 or more"),
        (["up", "--nonsense"], "unrecognized"),
        (["restore"], "required"),
        (["database", "mysql"], "invalid choice"),
    ],
)
def test_wrong_arguments_are_named(words: list[str], reason: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    assert ended.value.code == 2
    assert reason in capsys.readouterr().err


def test_down_is_content_when_nothing_runs(tmp_path: Path) -> None:
    outcome = minsheng(environment(tmp_path), "down")
    assert (outcome.returncode, outcome.stdout.strip()) == (0, "Minsheng was not running.")


def test_a_command_starts_the_embedded_database_and_stops_it(tmp_path: Path) -> None:
    outcome = minsheng(environment(tmp_path), "clearsessions")
    assert outcome.returncode == 1
    assert "the database is not up to date; run: minsheng migrate" in outcome.stdout
    assert Places(tmp_path).data.exists()
    assert find_postmaster(Places(tmp_path).data) is None


def test_a_wrong_setting_is_one_line_and_no_traceback(tmp_path: Path) -> None:
    outcome = minsheng(environment(tmp_path, MINSHENG_DATABASE_URL="mysql://u:secret@h/d"), "migrate")
    assert outcome.returncode == 1
    assert outcome.stdout.strip() == "minsheng: MINSHENG_DATABASE_URL must begin with postgresql://"


@pytest.mark.own_database
def test_commands_work_as_the_application_and_migrate_as_the_owner(own_database: str) -> None:
    environ = {**database.environment("app", own_database)}
    environ = environment(server.home(), **environ)
    who = "SELECT current_user"
    assert "minsheng_app" in minsheng(environ, "database", "psql", "--", "-XAtc", who).stdout
    outcome = minsheng(environ, "migrate")
    assert outcome.returncode == 0, outcome.stdout
    assert "No migrations to apply" in outcome.stdout
