"""Jobs of the installation itself."""

from __future__ import annotations

import structlog
from procrastinate import JobContext
from procrastinate.contrib.django import app

logger = structlog.get_logger("minsheng.jobs")
SILENT_SECONDS = 60


@app.periodic(cron="* * * * *")
@app.task(name="config.take_up_stalled_jobs", queueing_lock="config.take_up_stalled_jobs", pass_context=True)
async def take_up_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Put jobs back into the queue whose worker was killed: it has given no sign of life for a minute.

    ``timestamp`` is the minute, in seconds since 1970, for which the scheduler asks.
    """
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS):
        logger.warning("job.taken_up_again", task=job.task_name, job=job.id, minute=timestamp)
        await manager.retry_job(job)
