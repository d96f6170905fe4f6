"""Jobs of the messages room."""

from __future__ import annotations

import random

import structlog
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job
from procrastinate.types import JSONDict

from minsheng.kernel.messages.sending import TryAgain, interrupted, send_now

logger = structlog.get_logger("minsheng.messages")

_FIRST_WAIT = 30
_LONGEST_WAIT = 6 * 3600


class BackOff(BaseRetryStrategy):
    """Waits 30 s, 1, 2, 4 … minutes, at most six hours; a little at random, so that many do not come back together."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """When to run the job again; not at all unless it asked for it."""
        if not isinstance(exception, TryAgain):
            return None
        wait = min(_FIRST_WAIT * 2 ** max(exception.attempts - 1, 0), _LONGEST_WAIT)
        return RetryDecision(retry_in={"seconds": wait + random.randrange(wait // 4 + 1)})  # noqa: S311 -- spreads load


@app.task(name="messages.send", queue="messages", retry=BackOff())
def send_message(outbox_id: int) -> None:
    """Send one message of the outbox. Its only argument is a number, since arguments of jobs are logged."""
    send_now(outbox_id)


@app.periodic(cron="*/5 * * * *")
@app.task(name="messages.resume", queue="messages", queueing_lock="messages.resume")
def resume_interrupted(timestamp: int) -> None:
    """Send again what a dead worker left, every five minutes. ``timestamp``: when it was due, in seconds since 1970."""
    found = interrupted()
    if found:
        arguments: list[JSONDict] = [{"outbox_id": outbox_id} for outbox_id in found]
        send_message.batch_defer(*arguments)
        logger.warning("messages_resumed", messages=len(found), due=timestamp)
