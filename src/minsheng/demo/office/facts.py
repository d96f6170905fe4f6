"""What is said of a unit before it is made."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit to be made. ``size`` is the number of its clerks; ``area`` the code of the area at which it stands."""

    code: str
    name: str
    name_en: str
    kind: str
    parent: str = ""
    area: str = ""
    size: int = 0
