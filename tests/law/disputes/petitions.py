"""Petitions at the points where the Regulation bites."""

from __future__ import annotations

from typing import Any

from tests.law.life import Life

HOUSING, ACCUSED, BELOW, REVIEWING, RECHECKING, DISCIPLINE = 10, 20, 21, 40, 50, 60
OPINION = {
    "reply_kind": "refuse",
    "claims": "请求重新测绘",
    "findings": "测绘符合规范",
    "basis": "房产测量规范",
    "opinion": "不予支持",
}


def filed(when: str = "2026-03-02", way: str = "opinion", **born: Any) -> Life:
    """A petition has come in and was sorted on the same day: a claim under 31 (6) unless said otherwise."""
    petition = Life("disputes.petition", when, **{"kind": "appeal", **born})
    kind = petition.snapshot.kind
    petition.do("sorter 2", "sort", when, kind=kind, **({"way": way} if kind == "appeal" else {}))
    return petition


def transferred(when: str = "2026-03-02", unit: int = HOUSING, **born: Any) -> Life:
    """Sent to the unit in charge on the day on which it came in."""
    petition = filed(when, **born)
    petition.do("sender 2", "transfer", when, unit=unit, manner="forward")
    return petition


def accepted(when: str = "2026-03-02", course: str = "opinion", **born: Any) -> Life:
    """Accepted by clerk 3 on that same day, with its written notice."""
    petition = transferred(when, **born)
    petition.do("acceptor 3", "accept", when, course=course, notice_on=when[:10])
    return petition


def served(when: str = "2026-03-02", on: str = "2026-03-31") -> Life:
    """The opinion was given and served on one day."""
    petition = accepted(when)
    petition.do("handler 3", "reply", on, **OPINION)
    petition.do("handler 3", "serve_reply", on, served_on=on, service="hand")
    return petition


def reviewing(when: str, asked: str) -> Life:
    """A review was asked for on ``asked``; organ 40 has it. The opinion was served the day before."""
    petition = served("2025-12-01" if asked < "2026-02" else when, when)
    petition.do("petitioner", "request_review", asked, message="不服")
    petition.do("sender 2", "assign_review", asked, unit=REVIEWING)
    return petition


def rechecking(when: str, asked: str) -> Life:
    """A re-review was asked for on ``asked``; organ 50 has it."""
    petition = reviewing(when, when)
    petition.do("reviewer 6", "review", when, verdict="upheld", opinion="维持")
    petition.do("reviewer 6", "serve_review", when, served_on=when, service="hand")
    petition.do("petitioner", "request_recheck", asked, message="仍不服")
    petition.do("sender 2", "assign_recheck", asked, unit=RECHECKING)
    return petition
