"""Disputes for the bench of early warning, and the looks that are measured. Run inside an installation's environment."""

from __future__ import annotations

import random
import statistics
import time
from typing import Any

from django.db import transaction

from bench.district import SYSTEM
from minsheng.demo.geography.load import load_geography
from minsheng.domains.disputes.models import CaseWarning
from minsheng.domains.disputes.warnings.nightly import look_at_all
from minsheng.domains.disputes.warnings.services import raise_warnings
from minsheng.kernel.access.context import acting_as_system, look_as_system
from minsheng.kernel.cases.intake import file_case
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.places import Place
from minsheng.kernel.cases.reports import Report
from minsheng.kernel.deadlines.services import load_calendars
from minsheng.kernel.procedures.services import release_all

SAMPLE = 200


def model() -> dict[str, Any]:
    """A district and one dispute, of which the others are copies with points, days and texts of their own."""
    with transaction.atomic():
        look_as_system()
        load_geography(by=SYSTEM)
        load_calendars()
        release_all(by=SYSTEM)
        report = Report(
            title="楼上夜间噪声",
            body="楼上每晚使用跑步机，影响休息，多次沟通没有结果。",
            kind="neighbours",
            place=Place(),
            name="石建国",
            phone="13834567890",
            inputs={"other_party": {"name": "白秀兰", "phone": "13834567891"}},
        )
        case = file_case(by=SYSTEM, procedure="disputes.mediation", report=report).case
        facts = Case.objects.get(pk=case.pk).facts
    return {"case": case.pk, "one": facts["applicants"][0], "other": facts["respondents"][0]}


def measured() -> dict[str, Any]:
    """Milliseconds for a look at one case (two hundred of them), and seconds for a night; warnings are taken away again."""
    with acting_as_system():
        opened = list(Case.objects.filter(closed_at__isnull=True).order_by("pk").values_list("pk", flat=True))
        stored = Case.objects.count()
    chosen = random.Random(7).sample(opened, min(SAMPLE, len(opened)))  # noqa: S311 -- which cases, not secrets
    spent = []
    for pk in chosen:
        begun = time.perf_counter()
        raise_warnings(by=SYSTEM, case_ids=[pk])
        spent.append(1000 * (time.perf_counter() - begun))
    begun = time.perf_counter()
    night = look_at_all(by=SYSTEM)
    seconds = time.perf_counter() - begun
    with acting_as_system():
        CaseWarning.objects.all().delete()
    quantiles = statistics.quantiles(spent, n=20)
    return {
        "p50_ms": round(statistics.median(spent), 1),
        "p95_ms": round(quantiles[18], 1),
        "night_seconds": round(seconds, 1),
        "open": night.cases,
        "raised": night.raised,
        "cases": stored,
    }


def main(words: list[str]) -> Any:
    """``model`` or ``measure``."""
    return model() if words[0] == "model" else measured()
