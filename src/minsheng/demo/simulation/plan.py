"""The plan of a simulation: which cases come, when, about what, where and from whom. Deterministic by seed and now."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate

from minsheng.base.time import SHANGHAI, start_of_day
from minsheng.demo.matters.catalogue import Matter, Topic, catalogue
from minsheng.demo.simulation.chance import Dice, stream
from minsheng.demo.simulation.fates import PAST, PRESENT, Fate, shared
from minsheng.demo.simulation.hours import CALLS, ROUNDS, SEASON, WEEK, instant_of_day
from minsheng.demo.simulation.names import RESIDENTS_PER_COMMUNITY, Resident, resident
from minsheng.demo.simulation.places import Gazetteer, Spot
from minsheng.demo.simulation.scene import Spec

YEAR = 2023
"""The year of the report."""
RECENT = timedelta(days=60)
PAST_SHARE = 0.76
HOTLINE_SHARE = 0.75
HOT_SPOT_SHARE = 0.08
FATED_EVERY = 9
"""Every so many of the past cases are given a fate, and more of the present ones, so that each fate occurs."""
PRESENT_EVERY = 4
MOST_ROUNDS = 3
_LATEST = timedelta(minutes=25)


@dataclass(frozen=True, slots=True)
class Job:
    """Cases that are played together: one, or one and those that are merged into it."""

    specs: tuple[Spec, ...]

    @property
    def begins(self) -> datetime:
        """When its first case is filed."""
        return self.specs[0].filed_at


@dataclass(frozen=True, slots=True)
class HotSpot:
    """A place from which the same complaint comes again and again."""

    spot: Spot
    topic: Topic


class Planner:
    """Draws the cases of one simulation."""

    def __init__(self, seed: int, cases: int, now: datetime) -> None:
        self._seed = seed
        self._cases = cases
        self._now = now.astimezone(SHANGHAI)
        self._places = Gazetteer(date(YEAR, 1, 1))
        self._past = Days(date(YEAR, 1, 1), date(YEAR, 12, 31))
        self._recent = Days((self._now - RECENT).date(), self._now.date())
        rng = stream(seed, "hot spots")
        topics = [topic for topic in catalogue().of("hotline") if topic.weight >= 3]
        self._hot_spots = [HotSpot(self._places.draw(rng), rng.choice(topics)) for _ in range(max(3, cases // 120))]

    def jobs(self) -> list[Job]:
        """All jobs in the order in which they begin."""
        jobs = [*self._groups(), *self._singles()]
        return sorted(jobs, key=lambda job: (job.begins, job.specs[0].number))

    def _groups(self) -> Iterator[Job]:
        """Groups about the same thing: most are reported by several people within two days."""
        number = 0
        for index, realm in enumerate(self._group_realms()):
            rng = stream(self._seed, "group", index)
            size = rng.randint(3, 6) if realm == "hotline" else 2
            recent = index % 4 == 3
            main = self._draw(rng, number, realm, shared(realm), recent=recent)
            others = [self._again(rng, number + place, main) for place in range(1, size)]
            number += size
            yield Job((main, *sorted(others, key=lambda spec: spec.filed_at)))

    def _group_realms(self) -> list[str]:
        hotline, grid = max(1, self._cases // 125), self._cases // 400
        return ["hotline"] * hotline + ["grid"] * grid

    def _again(self, rng: random.Random, number: int, main: Spec) -> Spec:
        """Another report of the same thing, from another person."""
        at = main.filed_at + timedelta(minutes=rng.uniform(8, 600))
        spot = self._places.near(rng, main.spot)
        other = self._resident(rng, spot.community)
        while other == main.reporter:
            other = self._resident(rng, spot.community)
        return Spec(number, min(at, self._now - _LATEST), main.topic, main.matter, spot, other, main.fate)

    def _singles(self) -> Iterator[Job]:
        first = sum(len(job.specs) for job in self._groups())
        past = round((self._cases - first) * PAST_SHARE)
        present = _fates(PRESENT)
        for place, number in enumerate(range(first, self._cases)):
            rng = stream(self._seed, "case", number)
            recent = place >= past
            fate = _NOTHING
            if not recent and place % FATED_EVERY == 0:
                fate = PAST[place // FATED_EVERY % len(PAST)]
            elif recent and (place - past) % PRESENT_EVERY == 0:
                fate = next(present, _NOTHING)
            realm = fate.realm or ("hotline" if rng.random() < HOTLINE_SHARE else "grid")
            yield Job((self._draw(rng, number, realm, fate, recent=recent),))

    def _draw(self, rng: random.Random, number: int, realm: str, fate: Fate, *, recent: bool) -> Spec:
        at = self._instant(rng, realm, recent=recent)
        hot = realm == "hotline" and rng.random() < HOT_SPOT_SHARE and not fate.realm
        found = rng.choice(self._hot_spots) if hot else None
        topic = found.topic if found else self._topic(rng, realm, at.month, fate)
        spot = self._places.near(rng, found.spot) if found else self._places.draw(rng, fate.community)
        matter = _matter(rng, topic, fate)
        return Spec(
            number=number,
            filed_at=at,
            topic=topic,
            matter=matter,
            spot=spot,
            reporter=self._reporter(rng, realm, spot, fate.names),
            fate=fate.names,
            stop_in=fate.stop_in,
            age=fate.age,
        )

    def _instant(self, rng: random.Random, realm: str, *, recent: bool) -> datetime:
        days = self._recent if recent else self._past
        weights = CALLS if realm == "hotline" else ROUNDS
        while True:
            at = instant_of_day(rng, start_of_day(days.draw(rng)), weights)
            if at <= self._now - _LATEST:
                return at

    def _topic(self, rng: random.Random, realm: str, month: int, fate: Fate) -> Topic:
        topics = [topic for topic in catalogue().of(realm) if fate.fits(topic)]
        return rng.choices(topics, [topic.weight_in(month) + 1e-9 for topic in topics])[0]

    def _reporter(self, rng: random.Random, realm: str, spot: Spot, fate: frozenset[str]) -> Resident | None:
        """Nearly all callers say who they are; most grid events are found by grid workers."""
        named = 0.97 if realm == "hotline" else 0.22
        if rng.random() < named or "named" in fate:
            return self._resident(rng, spot.community)
        return None

    def _resident(self, rng: random.Random, community: str) -> Resident:
        return resident(self._seed, community, rng.randrange(RESIDENTS_PER_COMMUNITY))


_NOTHING = Fate()


def _fates(fates: tuple[Fate, ...]) -> Iterator[Fate]:
    for _ in range(MOST_ROUNDS):
        yield from fates


def _matter(rng: random.Random, topic: Topic, fate: Fate) -> Matter:
    matters = [matter for matter in topic.matters if fate.suits(matter)]
    weights = [0.25 if matter.kind == "praise" else 1.0 for matter in matters]
    return rng.choices(matters, weights)[0]


class Days:
    """Days between two dates, working days weighing more."""

    def __init__(self, first: date, last: date) -> None:
        self._days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        self._reached = list(accumulate(WEEK[day.weekday()] * SEASON[day.month - 1] for day in self._days))

    def draw(self, rng: random.Random) -> date:
        """One of the days."""
        return rng.choices(self._days, cum_weights=self._reached)[0]


def dice_of(seed: int, spec: Spec, attempt: int = 0) -> Dice:
    """The chance of one case: its own stream, whoever plays it and when."""
    return Dice.with_fate(f"{seed}:story:{spec.number}:{attempt}", spec.fate)
