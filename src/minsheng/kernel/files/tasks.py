"""Periodic work of the files room."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from minsheng.kernel.files.sweeping import sweep_blobs, sweep_unattached

logger = structlog.get_logger("minsheng.files")


@app.periodic(cron="17 * * * *")
@app.task(name="files.sweep_unattached", queueing_lock="files.sweep_unattached")
def sweep_files(timestamp: int) -> None:
    """Delete files that nobody attached, each hour. ``timestamp``: when it was due, in seconds since 1970."""
    logger.info("files_swept", rows=sweep_unattached(), due=timestamp)


@app.periodic(cron="40 3 * * *")
@app.task(name="files.sweep_blobs", queueing_lock="files.sweep_blobs")
def sweep_stored_blobs(timestamp: int) -> None:
    """Delete stored bytes that no row names, each night. ``timestamp``: when it was due, in seconds since 1970."""
    logger.info("blobs_swept", blobs=sweep_blobs(), due=timestamp)
