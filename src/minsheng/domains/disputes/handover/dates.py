"""Ways on from a mediation, and the dates on which their time limits hang. Pure.

Which day a limit counts from is for the organ to find; what is written here is the earliest day that the records show.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Way(StrEnum):
    """Where a dispute goes on."""

    CONFIRMATION = "confirmation"
    ARBITRATION = "arbitration"
    PAYMENT_ORDER = "payment_order"
    COURT = "court"
    RECONSIDERATION = "reconsideration"
    DEPARTMENT = "department"


@dataclass(frozen=True, slots=True)
class Term:
    """How long a way stays open, its source, and the sentence by which parties are told of it."""

    told: str
    law: str = ""
    years: int = 0
    days: int = 0


WAYS: dict[Way, Term] = {
    Way.CONFIRMATION: Term(
        "各方当事人可以自调解协议生效之日起三十日内共同向人民法院申请司法确认（人民调解法第三十三条）。",
        "人民调解法 第33条",
        days=30,
    ),
    Way.ARBITRATION: Term(
        "属于劳动争议的，可以自知道或者应当知道权利被侵害之日起一年内申请劳动仲裁（劳动争议调解仲裁法第二十七条）。",
        "劳动争议调解仲裁法 第27条",
        years=1,
    ),
    Way.PAYMENT_ORDER: Term(
        "因支付拖欠劳动报酬、工伤医疗费、经济补偿或者赔偿金事项达成调解协议而用人单位不履行的，劳动者可以持调解协议书"
        "依法向人民法院申请支付令（劳动争议调解仲裁法第十六条）。",
        "劳动争议调解仲裁法 第16条",
    ),
    Way.COURT: Term(
        "可以向人民法院起诉；向人民法院请求保护民事权利的诉讼时效期间一般为三年（民法典第一百八十八条）。",
        "民法典 第188条",
        years=3,
    ),
    Way.RECONSIDERATION: Term(
        "涉及行政行为的，可以自知道或者应当知道该行政行为之日起六十日内申请行政复议（行政复议法第二十条）。",
        "行政复议法 第20条",
        days=60,
    ),
    Way.DEPARTMENT: Term("依法属于行政机关职责的，可以请求有关主管部门处理。"),
}
"""All ways with their terms. A department's own term is its own affair."""


@dataclass(frozen=True, slots=True)
class Dates:
    """What goes along. ``apply_by`` is the last day by the term of the way, None where it has none or nothing is known.

    The last day stands as counted; where it is no working day the organ moves it to the next (民法典 203).
    """

    agreed_on: date | None
    perform_by: date | None
    breached_on: date | None
    counts_from: date | None
    apply_by: date | None
    law: str


def dates_for(
    way: Way, *, agreed_on: date | None, perform_by: date | None, breached_on: date | None, ended_on: date | None
) -> Dates:
    """Dates for one way. Confirmation counts from the agreement; all else from the day after which it was owed.

    That is the last day of performance where there was one, or else the day on which the breach was found, or on which
    the mediation ended; the day on which a time limit starts is not counted (民法典 201).
    """
    start = agreed_on if way is Way.CONFIRMATION else perform_by or breached_on or ended_on
    term = WAYS[way]
    return Dates(agreed_on, perform_by, breached_on, start, _last_day(start, term), term.law)


def _last_day(start: date | None, term: Term) -> date | None:
    if start is None or not (term.years or term.days):
        return None
    if not term.years:
        return start + timedelta(days=term.days)
    try:
        return start.replace(year=start.year + term.years)
    except ValueError:  # 29 February, and no such day in that year
        return start.replace(year=start.year + term.years, day=28)
