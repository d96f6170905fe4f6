"""Jobs of the cases room. Each may run twice without harm."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.cases.following import WINDOW
from minsheng.kernel.cases.keeping import recompute, refresh
from minsheng.kernel.cases.models import ProofAttempt
from minsheng.kernel.cases.sweeping import restate_clocks, sweep


@app.periodic(cron="*/5 * * * *")
@app.task(name="cases.sweep", queueing_lock="cases.sweep", lock="cases.sweep")
def sweep_deadlines(timestamp: int) -> None:
    """Escalate and lapse what is due."""
    sweep(timezone.now())


@app.task(name="cases.restate", lock="cases.restate")
def restate_clocks_of(year: int) -> None:
    """Compute clocks anew after a calendar was entered or corrected."""
    restate_clocks(year)


@app.periodic(cron="17 3 * * *")
@app.task(name="cases.forget_attempts", queueing_lock="cases.forget_attempts")
def forget_attempts(timestamp: int) -> None:
    """Forget failed proofs that no longer count."""
    with acting_as_system():
        ProofAttempt.objects.filter(at__lt=timezone.now() - WINDOW - timedelta(days=1)).delete()


@app.periodic(cron="23 * * * *")
@app.task(name="cases.hot_issues", queueing_lock="cases.hot_issues", lock="cases.hot_issues")
def refresh_hot_issues(timestamp: int) -> None:
    """Place the newest cases among the hot issues, and bring the figures of all up to date."""
    refresh(timezone.now())


@app.periodic(cron="41 2 * * *")
@app.task(name="cases.recompute_hot_issues", queueing_lock="cases.recompute_hot_issues", lock="cases.hot_issues")
def recompute_hot_issues(timestamp: int) -> None:
    """Find all hot issues of the window anew, and count how common each term is."""
    recompute(timezone.now())
