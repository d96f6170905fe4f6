"""When sessions are held: the hours that mediators and rooms have left. Nobody sits in two sessions at once."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from minsheng.base.time import SHANGHAI
from minsheng.kernel.deadlines.rules import Calendar

_STARTS = (time(9, 0), time(10, 40), time(14, 30), time(16, 10))
_LENGTHS = (50, 60, 75, 90)
_FAR = 60


@dataclass(frozen=True, slots=True)
class Slot:
    """A session to be: when it begins and ends, and its room (None: people take part online)."""

    begins: datetime
    ends: datetime
    room: int | None


class Diary:
    """Hours that are taken, of people (positive ids) and rooms (negative ones). Sessions begin at fixed hours."""

    def __init__(self, calendar: Calendar, rooms: dict[int, list[int]]) -> None:
        """``rooms`` are those of each unit."""
        self._calendar = calendar
        self._rooms = rooms
        self._taken: set[tuple[int, datetime]] = set()
        self._of_case: dict[int, list[tuple[int, datetime]]] = defaultdict(list)

    def slot(
        self, rng: random.Random, case_id: int, after: datetime, people: list[int], unit: int, *, online: bool = False
    ) -> Slot:
        """Take the next hour after an instant at which all of ``people`` and a room of the unit are free."""
        day = after.astimezone(SHANGHAI).date()
        starts = list(_STARTS)
        for _ in range(_FAR):
            if self._calendar.is_working_day(day):
                rng.shuffle(starts)
                for start in starts:
                    begins = datetime.combine(day, start, SHANGHAI)
                    room = self._free(begins, people, unit, online=online) if begins > after else None
                    if room is not None:
                        self._take(case_id, begins, [*people, *([-room] if room else [])])
                        return Slot(begins, begins + timedelta(minutes=rng.choice(_LENGTHS)), room or None)
            day += timedelta(days=1)
        raise LookupError(f"no hour is left for {people} after {after}")

    def forget(self, case_id: int) -> None:
        """Give back the hours of a case whose story is told anew."""
        self._taken.difference_update(self._of_case.pop(case_id, ()))

    def _free(self, begins: datetime, people: list[int], unit: int, *, online: bool) -> int | None:
        """A free room, 0 where none is needed, None when somebody or every room is taken."""
        if any((person, begins) in self._taken for person in people):
            return None
        rooms = self._rooms.get(unit, [])
        if online or not rooms:
            return 0
        return next((room for room in rooms if (-room, begins) not in self._taken), None)

    def _take(self, case_id: int, begins: datetime, who: list[int]) -> None:
        taken = [(one, begins) for one in who]
        self._taken.update(taken)
        self._of_case[case_id] += taken
