"""Periodic work of the audit room."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from minsheng.kernel.audit.sealing import seal_lines

logger = structlog.get_logger("minsheng.audit")


@app.periodic(cron="* * * * *")
@app.task(name="audit.seal", queueing_lock="audit.seal", lock="audit.seal")
def seal(timestamp: int) -> None:
    """Seal finished lines, each minute. ``timestamp``: when it was due, in seconds since 1970."""
    sealed = seal_lines()
    if sealed:
        logger.info("audit_sealed", lines=sealed, due=timestamp)
