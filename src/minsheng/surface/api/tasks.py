"""Periodic work of the API."""

from __future__ import annotations

from procrastinate.contrib.django import app

from minsheng.surface.api.rates import forget_old_tallies


@app.periodic(cron="23 * * * *")
@app.task(name="api.forget_tallies", queueing_lock="api.forget_tallies")
def forget_tallies(timestamp: int) -> None:
    """Delete counters that count for nothing any more, each hour; ``timestamp`` is when it was due."""
    forget_old_tallies(timestamp)
