"""Imports go down only; and each contract that says so fails when somebody breaks it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.server import ROOT

# For each contract one import that it forbids: the file that gets it, and what it says.
PLANTED = {
    "floors: imports only go down": ("minsheng/base/money.py", "import minsheng.kernel.access.tokens"),
    "kernel: one order of rooms": ("minsheng/kernel/events/planted.py", "import minsheng.kernel.cases.apps"),
    "domains do not know each other": ("minsheng/domains/grid/planted.py", "import minsheng.domains.hotline"),
    "the law's arithmetic and the base know no Django": ("minsheng/base/planted.py", "import django"),
    "engines stay behind the indicator floor": ("minsheng/surface/planted.py", "import duckdb"),
}


def contracts() -> list[str]:
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [contract["name"] for contract in configuration["tool"]["importlinter"]["contracts"]]


def lint(source: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the package below ``source``, with the project's own contracts."""
    program = Path(sys.executable).parent / "lint-imports"
    return subprocess.run(
        [str(program), "--config", str(source.parent / "pyproject.toml"), "--no-cache"],
        cwd=source.parent,
        env={**os.environ, "PYTHONPATH": str(source), "COLUMNS": "200"},
        text=True,
        capture_output=True,
        check=False,
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of the package beside a copy of its contracts."""
    folder = tmp_path_factory.mktemp("planted")
    shutil.copy(ROOT / "pyproject.toml", folder)
    only_python = shutil.ignore_patterns("__pycache__", "static", "locale", "templates", "*.json", "*.csv")
    shutil.copytree(ROOT / "src" / "minsheng", folder / "src" / "minsheng", ignore=only_python)
    return folder / "src"


def test_every_contract_is_kept(copy: Path) -> None:
    outcome = lint(copy)
    assert outcome.returncode == 0, outcome.stdout
    assert f"Contracts: {len(contracts())} kept, 0 broken" in outcome.stdout


def test_every_contract_has_a_planted_import() -> None:
    assert set(contracts()) == set(PLANTED)


def test_a_planted_import_breaks_its_contract(copy: Path) -> None:
    before = {}
    for name, line in PLANTED.values():
        path = copy / name
        before[path] = path.read_text(encoding="utf-8") if path.exists() else None
        path.write_text(f"{before[path] or ''}\n{line}\n", encoding="utf-8")
    outcome = lint(copy)
    for path, text in before.items():
        path.unlink() if text is None else path.write_text(text, encoding="utf-8")
    assert outcome.returncode == 1
    for contract in contracts():
        assert f"{contract} BROKEN" in outcome.stdout, outcome.stdout
