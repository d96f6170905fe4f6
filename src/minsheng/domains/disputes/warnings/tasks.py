"""Jobs of early warning. Each may run twice without harm."""

from __future__ import annotations

from procrastinate.contrib.django import app

from minsheng.domains.disputes.warnings.nightly import look_at_all
from minsheng.domains.disputes.warnings.services import forget_warnings, raise_warnings
from minsheng.kernel.access.actors import Actor


@app.task(name="disputes.look", lock="disputes.warnings")
def look_at(case_id: int) -> None:
    """Look at one case after something was done to it."""
    raise_warnings(by=Actor.system(), case_ids=[case_id])


@app.periodic(cron="7 4 * * *")
@app.task(name="disputes.look_at_all", queueing_lock="disputes.look_at_all", lock="disputes.warnings")
def look_at_all_open(timestamp: int) -> None:
    """Look at every open dispute, since time passes and figures change; forget what is kept no longer."""
    look_at_all(by=Actor.system())
    forget_warnings(by=Actor.system())
