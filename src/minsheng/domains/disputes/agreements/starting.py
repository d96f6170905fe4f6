"""What the rooms of agreements and of handing over make known at start-up."""

from __future__ import annotations

from pathlib import Path

from minsheng.domains.disputes.agreements import (
    facts,
    log_kinds,
    reactions,  # noqa: F401 -- registers
    tasks,  # noqa: F401 -- registers
)
from minsheng.domains.disputes.handover import reactions as handover  # noqa: F401 -- registers
from minsheng.domains.disputes.models import Agreement, Instalment, Signature
from minsheng.kernel.audit.kinds import register_kinds
from minsheng.kernel.cases.remaking import register_projection
from minsheng.kernel.facts.registry import register
from minsheng.kernel.messages.template_files import register_template_file

MADE_BY = (
    "draft_agreement",
    "drop_draft",
    "sign_agreement",
    "sign_as_mediator",
    "seal_agreement",
    "record_performance",
    "settle_instalments",
)
"""Effects from which the rows of agreements follow, and nothing else."""


def start() -> None:
    """Register reactions, jobs, kinds of audit lines, facts, wordings. Called once, when applications are ready."""
    register_projection((Agreement, Signature, Instalment), MADE_BY)
    register_kinds(*log_kinds.KINDS)
    for table in facts.TABLES:
        register(table)
    register_template_file(Path(__file__).parent / "templates.toml")
