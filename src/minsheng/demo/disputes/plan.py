"""The plan of the disputes: how many of which procedure, when, where, about what. Deterministic by seed and now."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from minsheng.base.time import SHANGHAI, start_of_day
from minsheng.demo.disputes.fates import (
    ADMINISTRATIVE,
    AWARD,
    CIRCULAR,
    COURT,
    FATES,
    LABOUR,
    MATTER,
    MEDIATION,
    PETITION,
    POLICE,
    SUPERVISION,
    Fate,
)
from minsheng.demo.disputes.organs import ORGAN_OF, ORGANS
from minsheng.demo.disputes.tale import Plot
from minsheng.demo.disputes.texts import texts
from minsheng.demo.office.units import unit_facts
from minsheng.demo.simulation.chance import stream
from minsheng.demo.simulation.fates import HOME
from minsheng.demo.simulation.hours import instant_of_day
from minsheng.demo.simulation.places import Gazetteer
from minsheng.demo.simulation.plan import RECENT, YEAR, Days
from minsheng.kernel.deadlines.queries import current_calendar

COUNTS = {
    MEDIATION: 420,
    COURT: 60,
    LABOUR: 40,
    POLICE: 40,
    ADMINISTRATIVE: 30,
    PETITION: 160,
    MATTER: 120,
    SUPERVISION: 12,
    CIRCULAR: 6,
    AWARD: 15,
}
"""How many of each in the whole district. Confirmations and referrals follow from mediations."""
FIRST = 1_000_000
"""Their numbers begin here: orders and events have those below."""
PAST_SHARE = 0.8
CHUNKS = 3
_OFFICE = (0, 0, 0, 0, 0, 0, 0, 0, 14, 30, 28, 20, 4, 3, 18, 28, 24, 12, 0, 0, 0, 0, 0, 0)
_SPECIAL = {"property": "tw-property", "medical": "tw-medical", "traffic": "tw-traffic"}
_STATIONS = ("pcs-beijie", "pcs-nanguan", "pcs-yuhe", "pcs-wenyinghu")
_SEATS = {
    "pcs-beijie": "140213051", "pcs-nanguan": "140213054", "pcs-yuhe": "140213057", "pcs-wenyinghu": "140213065",
    "court-xinwang": "140213052", "court-majunying": "140213060",
}  # fmt: skip
FLOWS = {
    "labour": ("labour",), "court": ("contract", "business"), "police": ("neighbours", "damages"),
    "petition": ("expropriation", "village"), "joint": ("property",),
}  # fmt: skip
"""Types of disputes that a matter has when its fate names the way that it goes."""
_APPEALS = {"opinion": 5, "duty": 2, "litigation": 1, "arbitration": 1, "administrative": 1}


@dataclass(frozen=True, slots=True)
class Shard:
    """Disputes that are played one after the other, by one process, in one transaction: they share people and rooms."""

    key: str
    plots: tuple[Plot, ...]


class DisputePlanner:
    """Draws the disputes of one simulation. ``mediations`` says how large it is; every fate occurs in the smallest."""

    def __init__(self, seed: int, mediations: int, now: datetime) -> None:
        """Reads the register of areas."""
        self._seed = seed
        self._size = mediations
        self._now = now.astimezone(SHANGHAI)
        self._calendar = current_calendar().with_fallback()
        self._places = Gazetteer(date(YEAR, 1, 1))
        self._past = Days(date(YEAR, 1, 1), date(YEAR, 12, 20))
        self._recent = Days((self._now - RECENT).date(), self._now.date())

    def shards(self) -> list[Shard]:
        """All of them, the largest first."""
        found: dict[str, list[Plot]] = {}
        for plot in self.plots():
            found.setdefault(_shard_of(plot), []).append(plot)
        made = [Shard(key, tuple(plots)) for key, plots in sorted(found.items())]
        return sorted(made, key=lambda shard: -len(shard.plots))

    def plots(self) -> Iterator[Plot]:
        """Every dispute, in the order of their numbers."""
        number = FIRST
        if not self._size:
            return
        for procedure, count in COUNTS.items():
            fates = FATES[procedure]
            for place in range(max(len(fates), round(count * self._size / COUNTS[MEDIATION]))):
                fate = fates[place] if place < len(fates) else Fate()
                yield self._draw(procedure, number, place, fate)
                number += 1

    def _draw(self, procedure: str, number: int, place: int, fate: Fate) -> Plot:
        # What is merged into another matter is about the same thing at the same place.
        same = next((at for at, it in enumerate(FATES[MATTER]) if "merge target" in it.names), place)
        drawn = same if "merged" in fate.names else place
        rng = stream(self._seed, "dispute", procedure, drawn)
        kind, story = _story(rng, procedure, FATES[MATTER][same] if drawn != place else fate)
        spot = self._places.draw(rng, HOME if fate.at_home else _seat(fate.unit))
        return Plot(
            number=number,
            procedure=procedure,
            filed_at=self._instant(rng, fate, self._is_recent(rng, procedure, fate)),
            kind=kind,
            story=story,
            spot=spot,
            unit=fate.unit or _unit(rng, procedure, kind, spot.community, story, at_home=fate.at_home),
            fate=fate.names,
            stop_in=fate.stop_in,
            age=fate.age,
            lag=fate.lag,
            then=fate.then,
            live=fate.live,
        )

    def _is_recent(self, rng: random.Random, procedure: str, fate: Fate) -> bool:
        return not fate.names and rng.random() > PAST_SHARE

    def _instant(self, rng: random.Random, fate: Fate, recent: bool) -> datetime:
        if fate.day:
            return instant_of_day(rng, start_of_day(date(YEAR, 1, 1) + timedelta(days=fate.day)), _OFFICE)
        days = self._recent if recent else self._past
        while True:
            at = instant_of_day(rng, start_of_day(days.draw(rng)), _OFFICE)
            if at <= self._now - timedelta(hours=1) and self._calendar.is_working_day(at.date()):
                return at


def _story(rng: random.Random, procedure: str, fate: Fate) -> tuple[str, dict[str, Any]]:
    """The kind of a case and what it is about."""
    own = {PETITION: _petition, COURT: _suit, AWARD: _title, SUPERVISION: _order}.get(procedure)
    if own is not None:
        return own(rng, fate)
    listed = {
        LABOUR: ("agencies", "labour"),
        POLICE: ("agencies", "police"),
        CIRCULAR: ("phrases", "circular"),
    }.get(procedure)
    if listed is None:
        return _dispute(rng, procedure, fate)
    rows = texts(listed[0])[listed[1]]
    row = rng.choice([row for row in rows if fate.kind in {"", row["kind"]}])
    return row["kind"], row


def _title(_rng: random.Random, fate: Fate) -> tuple[str, dict[str, Any]]:
    words = texts("phrases")["award"]
    name = next(unit.name for unit in unit_facts() if unit.code == fate.unit)
    return fate.kind, {"title": words["title"].format(unit=name, title=words[fate.kind]), "body": words["body"]}


def _order(rng: random.Random, _fate: Fate) -> tuple[str, dict[str, Any]]:
    words = texts("phrases")["supervision"]
    return rng.choice(["late", "refusal", "unresolved"]), {"title": words["title"], "body": words["body"]}


def _suit(rng: random.Random, fate: Fate) -> tuple[str, dict[str, Any]]:
    kind = fate.kind or rng.choices(["pre_filing", "ordinary", "summary"], [70, 15, 15])[0]
    of = rng.choice(["contract", "damages", "traffic", "property", "consumer", "family"])
    stories = [story for story in texts("mediation")[of]["story"] if "sum" in story]
    return kind, {**rng.choice(stories), "of": of}


def _dispute(rng: random.Random, procedure: str, fate: Fate) -> tuple[str, dict[str, Any]]:
    kinds = texts("mediation")
    names = [kind for kind in kinds if procedure != ADMINISTRATIVE or kind in ORGAN_OF]
    way = next((rng.choice(FLOWS[flow]) for flow in FLOWS if f"flow {flow}" in fate.names), "")
    kind = fate.kind or way or rng.choices(names, [kinds[name]["weight"] for name in names])[0]
    stories = kinds[kind]["story"]
    if "instalments" in fate.names:
        stories = [story for story in stories if story.get("sum", (0, 0))[1] > 2000] or stories
    if ("no oral" in fate.names or "instalments" in fate.names) and not any("sum" in story for story in stories):
        kind, stories = "contract", kinds["contract"]["story"]
    with_money = [story for story in stories if "sum" in story]
    return kind, rng.choice(with_money if {"instalments", "breach"} & fate.names else stories)


def _petition(rng: random.Random, fate: Fate) -> tuple[str, dict[str, Any]]:
    """``fate.kind`` is one of the three kinds, or the way of an appeal."""
    rows = texts("petitions")
    wanted = fate.kind or rng.choices(["suggestion", "accusation", "appeal"], [22, 14, 64])[0]
    if wanted == "appeal":
        wanted = rng.choices(list(_APPEALS), list(_APPEALS.values()))[0]
    if wanted in rows:
        return wanted, rng.choice(rows[wanted])
    return "appeal", rng.choice([row for row in rows["appeal"] if row["way"] == wanted])


def _unit(
    rng: random.Random, procedure: str, kind: str, community: str, story: dict[str, Any], *, at_home: bool
) -> str:
    """The code of the unit that will have the case."""
    street = f"tw-{community[:9]}"
    fixed = {
        LABOUR: "arbitration",
        POLICE: rng.choice(_STATIONS),
        ADMINISTRATIVE: ORGAN_OF.get(kind, ORGANS[0]),
        COURT: _SPECIAL.get(str(story.get("of")), street),
        SUPERVISION: street,
    }
    if procedure in fixed:
        return fixed[procedure]
    if procedure == MEDIATION and kind in _SPECIAL and not at_home and rng.random() < 0.7:
        return _SPECIAL[kind]
    return community if at_home or rng.random() < 0.6 else street


def in_office(at: datetime, until: datetime, number: int) -> datetime:
    """An instant at which an office is open, on the day of ``at`` or the last working day before, before ``until``."""
    calendar, rng = current_calendar().with_fallback(), stream("in office", number)
    day = at.astimezone(SHANGHAI).date()
    while True:
        if calendar.is_working_day(day):
            found = datetime.combine(day, time(8, 30), SHANGHAI) + timedelta(seconds=rng.randrange(32_000))
            if found <= until - timedelta(minutes=20):
                return found
        day -= timedelta(days=1)


def _seat(unit: str) -> str:
    """The code of the sub-district in which a unit sits, where that matters; else nothing."""
    return _SEATS.get(unit, unit.removeprefix("sfs-") if unit.startswith("sfs-") else "")


def _shard_of(plot: Plot) -> str:
    """Cases of the same people and rooms stand together; those without sessions in a few heaps."""
    if plot.procedure in {MATTER, SUPERVISION} and plot.stop_in:
        return "platform 0"
    if plot.procedure in {PETITION, MATTER, SUPERVISION}:
        heap = "petitions" if plot.procedure == PETITION else "platform"
        return f"{heap} {plot.number % CHUNKS}"
    if plot.procedure in {CIRCULAR, AWARD}:
        return "orders"
    code = plot.unit.removeprefix("tw-")
    return code[:9] if code.isdecimal() else code
