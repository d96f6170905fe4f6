"""Hotline orders at the points where the rules bite."""

from __future__ import annotations

from typing import Any

from tests.law.life import Life

HOUSING, WATER, STREET = 10, 20, 30
SAID = {"contacted": "yes", "solved": "yes", "satisfied": "satisfied"}


def filed(when: str = "2026-06-01", **born: Any) -> Life:
    """Somebody has called."""
    return Life("hotline.order", when, **{"kind": "complaint", **born})


def handled(when: str = "2026-06-01", **born: Any) -> Life:
    """Dispatched to the housing bureau and contacted by clerk 3 on the same day."""
    order = filed(when, **born)
    order.do("dispatcher 2", "dispatch", f"{when} 11:00", unit=HOUSING)
    order.do("handler 3", "contact", f"{when} 12:00", note="已联系")
    return order


def answered(when: str = "2026-06-01", on: str = "2026-06-03") -> Life:
    """Answered by clerk 3."""
    order = handled(when)
    order.do("handler 3", "answer", on, answer="已修复", result="solved")
    return order


def to_be_called(when: str = "2026-06-01", on: str = "2026-06-03") -> Life:
    """Reviewed; the call-back is due within five working days."""
    order = answered(when, on)
    order.do("reviewer 5", "review", f"{on} 15:00", verdict="pass")
    return order
