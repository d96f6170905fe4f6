"""What the rooms of early warning and step templates make known at start-up."""

from __future__ import annotations

from pathlib import Path

from minsheng.domains.disputes.steps import log_kinds as step_kinds
from minsheng.domains.disputes.warnings import (
    facts,
    log_kinds,
    personal,
    receivers,  # noqa: F401 -- registers
)
from minsheng.kernel.audit.kinds import register_kinds
from minsheng.kernel.facts.registry import register
from minsheng.kernel.messages.template_files import register_template_file
from minsheng.kernel.parties import hooks


def start() -> None:
    """Register audit lines, facts, notices and the eraser. Called once, when the applications are ready."""
    register_kinds(*log_kinds.KINDS, *step_kinds.KINDS)
    register_template_file(Path(__file__).parent / "templates.toml")
    hooks.erasers.register("disputes.warnings", personal.erase_person)
    for table in facts.TABLES:
        register(table)
