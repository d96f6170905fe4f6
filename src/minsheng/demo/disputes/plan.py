"""The plan of the disputes: how many of which procedure, when, where, about what. Deterministic by seed and now."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
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
from minsheng.demo.disputes.registers import ORGANS
from minsheng.demo.disputes.tale import Plot
from minsheng.demo.disputes.texts import texts
from minsheng.demo.simulation.chance import stream
from minsheng.demo.simulation.fates import HOME
from minsheng.demo.simulation.hours import instant_of_day
from minsheng.demo.simulation.places import Gazetteer
from minsheng.demo.simulation.plan import RECENT, YEAR, Days

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
_ORGAN_OF = {
    "property": "housing", "contract": "market", "consumer": "market", "ecommerce": "market", "ip": "market",
    "homestead": "land", "land": "agri", "pollution": "env", "traffic": "transport", "tourism": "culture",
    "school": "edu", "medical": "health", "family": "civil", "village": "civil",
}  # fmt: skip
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
        rng = stream(self._seed, "dispute", procedure, place)
        kind, story = _story(rng, procedure, fate)
        spot = self._places.draw(rng, HOME if fate.at_home else "")
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

    def _instant(self, rng: random.Random, fate: Fate, recent: bool) -> datetime:  # noqa: FBT001 - one caller
        if fate.day:
            return instant_of_day(rng, start_of_day(date(YEAR, 1, 1) + timedelta(days=fate.day)), _OFFICE)
        days = self._recent if recent else self._past
        while True:
            at = instant_of_day(rng, start_of_day(days.draw(rng)), _OFFICE)
            if at <= self._now - timedelta(hours=1):
                return at


def _story(rng: random.Random, procedure: str, fate: Fate) -> tuple[str, dict[str, Any]]:
    """The kind of a case and what it is about."""
    if procedure == PETITION:
        return _petition(rng, fate)
    if procedure in {LABOUR, POLICE}:
        rows = texts("agencies")["labour" if procedure == LABOUR else "police"]
        row = rng.choice([row for row in rows if fate.kind in {"", row["kind"]}])
        return row["kind"], row
    if procedure == CIRCULAR:
        rows = texts("phrases")["circular"]
        row = rng.choice([row for row in rows if fate.kind in {"", row["kind"]}])
        return row["kind"], row
    if procedure == AWARD:
        names = {"police_station": "公安派出所", "judicial_office": "司法所", "court": "人民法庭"}
        named = f"“枫桥式”{names[fate.kind]}创建申报"
        body = "本单位对照创建标准开展自查，矛盾纠纷就地化解、群众满意度等指标均已达到，现申报命名，请予考核。"
        return fate.kind, {"title": named, "body": body}
    if procedure == COURT:
        kind = fate.kind or rng.choices(["pre_filing", "ordinary", "summary"], [70, 15, 15])[0]
        of = rng.choice(["contract", "damages", "traffic", "property", "consumer", "family"])
        return kind, {**rng.choice(texts("mediation")[of]["story"]), "of": of}
    if procedure == SUPERVISION:
        kind = rng.choice(["late", "refusal", "unresolved"])
        return kind, {"title": "关于平台分流事项办理情况的督办", "body": "请对所列事项限期办理并反馈。"}
    return _dispute(rng, procedure, fate)


def _dispute(rng: random.Random, procedure: str, fate: Fate) -> tuple[str, dict[str, Any]]:
    kinds = texts("mediation")
    names = [kind for kind in kinds if procedure != ADMINISTRATIVE or kind in _ORGAN_OF]
    kind = fate.kind or rng.choices(names, [kinds[name]["weight"] for name in names])[0]
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
    if procedure == LABOUR:
        return "arbitration"
    if procedure == POLICE:
        return rng.choice(_STATIONS)
    if procedure == ADMINISTRATIVE:
        return _ORGAN_OF.get(kind, rng.choice(ORGANS))
    if procedure == COURT:
        return _SPECIAL.get(str(story["of"]), f"tw-{community[:9]}")
    if procedure == SUPERVISION:
        return f"tw-{community[:9]}"
    if at_home:
        return community
    if procedure == MEDIATION and kind in _SPECIAL and rng.random() < 0.7:
        return _SPECIAL[kind]
    return community if rng.random() < 0.6 else f"tw-{community[:9]}"


def _shard_of(plot: Plot) -> str:
    """Cases of the same people and rooms stand together; those without sessions in a few heaps."""
    if plot.procedure in {PETITION, MATTER, SUPERVISION}:
        heap = "petitions" if plot.procedure == PETITION else "platform"
        return f"{heap} {plot.number % CHUNKS}"
    if plot.procedure in {CIRCULAR, AWARD}:
        return "orders"
    code = plot.unit.removeprefix("tw-")
    return code[:9] if code.isdecimal() else code
