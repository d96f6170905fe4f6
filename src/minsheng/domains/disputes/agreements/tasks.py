"""Jobs of the room. Each may run twice without harm."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from minsheng.domains.disputes.agreements.reminders import remind_of_instalments


@app.periodic(cron="10 9-17 * * *")
@app.task(name="disputes.remind_instalments", queueing_lock="disputes.remind_instalments")
def remind_instalments(timestamp: int) -> None:
    """Remind debtors and creditors, by day only."""
    remind_of_instalments(timezone.now())
