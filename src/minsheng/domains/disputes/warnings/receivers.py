"""After an act or a filing: a job looks at the case. Receivers write nothing themselves."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from minsheng.domains.disputes.warnings.parameters import parameters_on
from minsheng.domains.disputes.warnings.tasks import look_at
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.access.permissions import realm
from minsheng.kernel.cases.events import CaseActed, CaseFiled
from minsheng.kernel.cases.models import Case
from minsheng.kernel.events import receiver

NEWS_AGE = timedelta(days=1)
"""What is entered later is history; the run of the night looks at it."""


@receiver(CaseFiled, name="disputes.warnings_on_filing")
def on_filing(event: CaseFiled) -> None:
    """Have a new dispute looked at."""
    _look_soon(event.case_id, event.at)


@receiver(CaseActed, name="disputes.warnings_on_act")
def on_act(event: CaseActed) -> None:
    """Have a dispute looked at after something was done to it."""
    _look_soon(event.case_id, event.at)


def _look_soon(case_id: int, at: datetime) -> None:
    if timezone.now() - at > NEWS_AGE:
        return
    realms = [realm(key).number for key in parameters_on(timezone.localdate()).realms]
    with acting_as_system():
        is_open = Case.objects.filter(pk=case_id, realm__in=realms, closed_at__isnull=True).exists()
    if is_open:
        look_at.defer(case_id=case_id)
