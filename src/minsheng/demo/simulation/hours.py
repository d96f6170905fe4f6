"""When people do things: offices in working hours, the hotline around the clock, residents while they are awake."""

from __future__ import annotations

import random
from datetime import datetime, time, timedelta

from minsheng.base.time import SHANGHAI, local_date
from minsheng.kernel.deadlines.rules import Calendar

AWAKE_FROM, AWAKE_UNTIL = 7, 22
# Weights of the 24 hours of a day: calls come in the morning and the afternoon, a few at night.
CALLS = (2, 1, 1, 1, 1, 2, 5, 12, 30, 42, 40, 30, 16, 15, 26, 34, 34, 30, 24, 22, 20, 14, 8, 4)
ROUNDS = (0, 0, 0, 0, 0, 0, 2, 8, 30, 44, 42, 26, 8, 10, 30, 40, 38, 28, 16, 10, 6, 3, 1, 0)
"""The same for grid workers on their rounds."""
WEEK = (1.25, 1.1, 1.05, 1.0, 1.05, 0.62, 0.55)
"""Weights of the days of a week, Monday first."""
SEASON = (1.12, 0.92, 0.95, 0.93, 0.97, 1.03, 1.15, 1.1, 0.93, 0.95, 1.25, 1.2)
"""Weights of the months: more calls when heating begins, in the cold and in the rains."""


class Hours:
    """Draws instants for one case from its chance and the working calendar."""

    def __init__(self, rng: random.Random, calendar: Calendar) -> None:
        self._rng = rng
        self._calendar = calendar

    def office(self, after: datetime, low: float, high: float) -> datetime:
        """An instant in working hours, ``low`` to ``high`` working hours after another."""
        amount = timedelta(hours=self._rng.uniform(low, high))
        return self._whole(self._calendar.plus_working_time(after, amount))

    def office_between(self, after: datetime, until: datetime, part: float) -> datetime:
        """An instant in working hours after ``part`` of the working time from ``after`` to ``until``.

        Where no working time lies between the two, an instant by the clock.
        """
        span = self._calendar.working_time_between(after, until)
        if span < timedelta(minutes=5):
            return self._whole(after + (until - after) * part)
        return self._whole(self._calendar.plus_working_time(after, span * part))

    def at_once(self, after: datetime, low: float, high: float) -> datetime:
        """An instant ``low`` to ``high`` minutes later, by day or night."""
        return self._whole(after + timedelta(minutes=self._rng.uniform(low, high)))

    def awake(self, after: datetime, low: float, high: float) -> datetime:
        """An instant ``low`` to ``high`` hours later, put off to the next morning if it falls into the night."""
        at = (after + timedelta(hours=self._rng.uniform(low, high))).astimezone(SHANGHAI)
        if AWAKE_FROM <= at.hour < AWAKE_UNTIL:
            return self._whole(at)
        morning = at.date() if at.hour < AWAKE_FROM else at.date() + timedelta(days=1)
        return self._whole(datetime.combine(morning, time(AWAKE_FROM), SHANGHAI) + self._minutes(10, 240))

    def _minutes(self, low: float, high: float) -> timedelta:
        return timedelta(minutes=self._rng.uniform(low, high))

    def _whole(self, at: datetime) -> datetime:
        """Whole seconds, any of the minute: clerks do not act on the stroke."""
        return at.astimezone(SHANGHAI).replace(second=self._rng.randrange(60), microsecond=0)


def instant_of_day(rng: random.Random, day: datetime, weights: tuple[int, ...]) -> datetime:
    """An instant of the local day of ``day``, the hours weighted."""
    hour = rng.choices(range(24), weights)[0]
    at = time(hour, rng.randrange(60), rng.randrange(60))
    return datetime.combine(local_date(day), at, SHANGHAI)
