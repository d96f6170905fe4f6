"""What stands in deploy/ speaks of settings that exist."""

from __future__ import annotations

import re

from tests.server import ROOT

VARIABLE = re.compile(r"\bMINSHENG_[A-Z_]+\b")


def test_every_setting_in_deploy_and_its_page_is_one_that_the_program_reads() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src" / "minsheng").rglob("*.py"))
    pages = [*(ROOT / "deploy").iterdir(), ROOT / "docs" / "guide" / "operations.md"]
    named = {word for page in pages for word in VARIABLE.findall(page.read_text(encoding="utf-8"))}
    assert named
    assert named - set(VARIABLE.findall(code)) == set()
