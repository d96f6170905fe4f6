"""What the cases room announces after commit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from minsheng.kernel.events import Event


@dataclass(frozen=True, slots=True)
class CaseFiled(Event):
    """A case was opened."""

    case_id: int
    code: str
    procedure: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseActed(Event):
    """An act was done to a case."""

    case_id: int
    code: str
    act: str
    seq: int
    state_before: str
    state_after: str
    at: datetime
