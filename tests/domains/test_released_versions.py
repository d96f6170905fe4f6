"""What the installed procedures owe to the rest of the house: checked, locked, every message worded."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

import minsheng
from minsheng.kernel.cases import apps as cases_app
from minsheng.kernel.messages.models import Channel
from minsheng.kernel.messages.template_files import read_wordings
from minsheng.kernel.procedures.checker import Finding, check_procedure
from minsheng.kernel.procedures.library import LOCK_NAME, ProcedureFile, procedure_files, procedure_folders, read_lock
from minsheng.kernel.procedures.schema import content_hash

FOLDERS = list(procedure_folders())
FILES = [file for folder in FOLDERS for file in procedure_files(folder)]
TEMPLATES = Path(cases_app.__file__).parent / "templates.toml"


def test_the_installed_procedures_pass_the_check() -> None:
    said = StringIO()
    call_command("procedures", "check", stdout=said)
    assert [line for line in said.getvalue().splitlines() if "error" in line] == []
    assert "hotline.order@2026.1: 12 states" in said.getvalue()
    assert "grid.event@2026.1: 9 states" in said.getvalue()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.procedure.key)
def test_only_unchecked_sources_are_left_to_notice(file: ProcedureFile) -> None:
    findings = check_procedure(file.procedure)
    unchecked = {f"law.{key}" for key, law in file.procedure.law.items() if law.checked is None}
    assert {(finding.code, finding.severity) for finding in findings} <= {("law.unchecked", "notice")}
    assert {finding.place for finding in findings} == unchecked


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_the_lock_is_not_stale(folder: Path) -> None:
    """Stale when a procedure was changed: before its release delete the lock and run `minsheng procedures lock`."""
    hashes = {f"{f.procedure.key}@{f.procedure.version}": content_hash(f.procedure) for f in procedure_files(folder)}
    assert read_lock(folder) == hashes, f"{folder / LOCK_NAME} does not fit the procedures beside it"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.procedure.key)
def test_a_locked_version_may_not_change(file: ProcedureFile) -> None:
    name = f"{file.procedure.key}@{file.procedure.version}"
    found = [finding for finding in check_procedure(file.procedure, {name: "0" * 64}) if finding.severity == "error"]
    assert found == [Finding("version.not_raised", name, "content changed without a new version")]


def channel_of(audience: str) -> str:
    """Reporters and other parties get an SMS, staff a notice on the screen (cases.telling)."""
    return Channel.SMS.value if audience in {"reporter", "parties"} else Channel.INAPP.value


def worded_occasions() -> set[tuple[str, str, str]]:
    """What the kernel and the modules have words for."""
    modules = Path(minsheng.__file__).parent / "domains"
    files = [TEMPLATES, *modules.glob("*/templates.toml"), *modules.glob("*/*/templates.toml")]
    wordings = [wording for path in files for wording in read_wordings(path)]
    return {(w.occasion.key, w.occasion.audience, w.occasion.channel) for w in wordings}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.procedure.key)
def test_every_notice_of_an_act_has_its_words(file: ProcedureFile) -> None:
    worded = worded_occasions()
    wanted = {(n.template, n.to, channel_of(n.to)) for act in file.procedure.act.values() for n in act.notify}
    assert wanted - worded == set()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.procedure.key)
def test_every_rung_of_a_ladder_has_its_words(file: ProcedureFile) -> None:
    worded = worded_occasions()
    told = {name for ladder in file.procedure.ladder for step in ladder.steps for name in step.tell}
    assert {("overdue", name, channel_of(name)) for name in told} - worded == set()
