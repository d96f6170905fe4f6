"""Grid events at the points where the rules bite."""

from __future__ import annotations

from typing import Any

from tests.law.life import Life

SANITATION, WATER, POLICE = 10, 20, 30


def reported(when: str = "2026-06-01", **born: Any) -> Life:
    """A grid worker or resident has reported something."""
    return Life("grid.event", when, **{"kind": "level1", **born})


def triaged(kind: str = "level2", when: str = "2026-06-01") -> Life:
    """Taken up an hour later, at a level."""
    event = reported(f"{when} 09:00")
    event.do("triager 3", "triage", f"{when} 10:00", kind=kind)
    return event


def in_hand(kind: str = "level2", when: str = "2026-06-01", **sent: Any) -> Life:
    """Worker 5 of the unit in charge has reported in."""
    event = triaged(kind, when)
    event.do("dispatcher 4", "whistle", f"{when} 10:30", unit=SANITATION, **sent)
    event.do("handler 5", "report_in", f"{when} 11:00")
    return event
