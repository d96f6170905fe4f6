"""What the cases room does when other rooms announce something."""

from __future__ import annotations

from minsheng.kernel.cases.tasks import restate_clocks_of
from minsheng.kernel.deadlines.services import CalendarEntered
from minsheng.kernel.events import receiver


@receiver(CalendarEntered, name="cases.restate_on_calendar")
def restate_on_calendar(event: CalendarEntered) -> None:
    """Start the job that computes the clocks of the entered year anew."""
    restate_clocks_of.defer(year=event.year)
