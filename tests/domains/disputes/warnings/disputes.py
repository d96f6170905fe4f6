"""Disputes with signs, for tests."""

from __future__ import annotations

from typing import Any

from minsheng.domains.disputes.models import CaseWarning
from minsheng.domains.disputes.warnings.services import raise_warnings
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.cases.intake import file_case
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.places import Place
from minsheng.kernel.cases.reports import Report
from tests.factories.district import SYSTEM

CALM = "楼上每晚使用跑步机，影响休息。"
ANGRY = "再不解决我就不想活了，楼上还扬言放火。"


def a_dispute(procedure: str = "disputes.mediation", **changes: Any) -> Case:
    """Neighbours 石建国 and 白秀兰, in grid 1 of 康吉; a place of its own unless one is given."""
    values: dict[str, Any] = {
        "title": "楼上夜间噪声",
        "body": CALM,
        "kind": "neighbours",
        "place": Place(area="140213050001001"),
        "name": "石建国",
        "phone": "13834567890",
    }
    if procedure == "disputes.mediation":
        values["inputs"] = {"other_party": {"name": "白秀兰", "phone": "13834567891"}}
    with acting_as_system():
        return file_case(by=SYSTEM, procedure=procedure, report=Report(**{**values, **changes})).case


def raised(*cases: Case) -> list[CaseWarning]:
    """Look at the cases; the new warnings."""
    return raise_warnings(by=SYSTEM, case_ids=[case.pk for case in cases])


def reasons(*cases: Case) -> list[str]:
    """Reasons of the new warnings."""
    return [row.reason for row in raised(*cases)]
