"""Acts by officials, for tests that need a case further on."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.cases.acts import perform
from minsheng.kernel.cases.models import Case
from tests.factories.district import District


def do(district: District, case: Case, name: str, act: str, **data: Any) -> None:
    """Do an act as the official with this user name."""
    with transaction.atomic():
        perform(by=district.actor(name), case_id=case.pk, act=act, data=data)


def dispatched(district: District, case: Case, unit: str = "housing") -> Case:
    """Send a case to a unit."""
    do(district, case, "dispatcher", "dispatch", unit=district.unit(unit), note="内部：请办理")
    return case


def answered(district: District, case: Case) -> Case:
    """Bring a case to its call-back."""
    dispatched(district, case)
    do(district, case, "housing", "contact", note="内部：态度激动")
    do(district, case, "housing", "answer", answer="已补漏，请查看。", result="solved")
    do(district, case, "reviewer", "review", verdict="pass")
    return case


def state_of(case: Case) -> str:
    """The state in which a case is now."""
    with acting_as_system():
        return Case.objects.get(pk=case.pk).state
