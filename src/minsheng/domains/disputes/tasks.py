"""Jobs of the disputes platform. Each may run twice without harm."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from minsheng.domains.disputes.sessions.reminders import remind


@app.periodic(cron="11 * * * *")
@app.task(name="disputes.remind_of_sessions", queueing_lock="disputes.remind_of_sessions", lock="disputes.remind")
def remind_of_sessions(timestamp: int) -> None:
    """Tell mediators and parties of sessions, one working day before."""
    remind(timezone.now())
