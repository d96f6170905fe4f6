"""The invented people and organisations of one dispute, and the officials whom a story may ask for."""

from __future__ import annotations

import random

from minsheng.demo.disputes.registers import mediators_by_unit, rooms_by_unit
from minsheng.demo.simulation.chance import stream
from minsheng.demo.simulation.names import PHONE_BLOCK, person_name
from minsheng.demo.simulation.staff import Staff
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.models import Account
from minsheng.kernel.access.units import unit_registry

TRIED = "mediator"
"""The mediator whose account people try."""


def person(seed: int, number: int, place: int) -> dict[str, str]:
    """Particulars of the ``place``-th person of the dispute ``number``: always the same."""
    rng = stream(seed, "dispute", number, place)
    return {"kind": "person", "name": person_name(rng), "phone": f"{PHONE_BLOCK}{rng.randrange(10**7):07d}"}


def organisation(seed: int, number: int, name: str) -> dict[str, str]:
    """Particulars of an organisation."""
    rng = stream(seed, "organisation", number)
    return {"kind": "organisation", "name": name, "phone": f"{PHONE_BLOCK}{rng.randrange(10**7):07d}"}


class Cast:
    """Officials by role and unit, mediators and rooms of units. Read once for each process."""

    def __init__(self) -> None:
        """Needs a connection that looks as the system."""
        self.staff = Staff()
        self.rooms = rooms_by_unit()
        self._mediators = mediators_by_unit()
        self.tried = Account.objects.get(username=TRIED).pk

    def unit(self, code: str) -> int:
        """The id of a unit. Raises KeyError."""
        return unit_registry().by_code[code].id

    def of_unit(self, rng: random.Random, unit: int, *roles: str, avoid: int | None = None) -> Actor:
        """Somebody of a unit, or of one above it, in one of the roles."""
        return self.staff.of_unit(rng, roles, unit, avoid)

    def mediators(self, unit: int) -> list[int]:
        """Accounts that mediate for a unit or, where it has none, for the next one above it that has."""
        for above in unit_registry().line(unit):
            if self._mediators.get(above):
                return self._mediators[above]
        raise LookupError(f"nobody mediates for unit {unit}")
