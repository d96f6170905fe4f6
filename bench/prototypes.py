"""Stored cases, first part: some thousand whole lives made by the services. Run inside an installation's environment.

Cases of five years, in order of filing; one in twenty is still open, nearly all of those from the last weeks. The ids
are ``stride`` apart: the loader (`bench.loading`) puts copies into the gaps.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from django.db import connection, transaction
from django.utils import timezone

from bench.words import message, phrases
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.access.models import Account
from minsheng.kernel.access.queries import actor_for
from minsheng.kernel.cases import consequences
from minsheng.kernel.cases.intake import Opening, advance, open_case, store_openings
from minsheng.kernel.cases.places import Place
from minsheng.kernel.cases.reports import Report
from minsheng.kernel.parties.models import PartyKind
from minsheng.kernel.parties.services import register_party

YEARS, OPEN_SHARE, CHUNK, PARTIES = 5, 0.05, 500, 2_000
SEED = 7
STAGES = ("created", "dispatched", "dispatched", "handling", "handling", "handling", "answered")
LAST_OPEN = 300
"""About how many open cases the department that hardly anybody writes to has, copies counted."""


class Maker:
    """Makes lives at random, the same for the same seed."""

    def __init__(self, facts: dict[str, object], stride: int) -> None:
        self.rng = random.Random(SEED)  # noqa: S311 - made-up cases
        self.known = phrases()
        self.last_open = max(1, round(LAST_OPEN / stride))
        self.grids: list[int] = facts["grids"]  # type: ignore[assignment]  # bench.district wrote it
        self.categories: list[int] = facts["categories"]  # type: ignore[assignment]
        self.departments: list[int] = [facts["units"][f"d{n}"] for n in range(1, len(self.categories))]  # type: ignore[index]
        people = {a.username: actor_for(a) for a in Account.objects.all()}
        self.dispatcher, self.reviewer, self.clerk = people["dispatcher"], people["reviewer"], people["clerk1"]
        self.parties = _parties()

    def lives(self, count: int, now: datetime) -> Iterator[Opening]:
        """``count`` lives in the order of their filing."""
        begin = now - timedelta(days=365 * YEARS)
        opened = int(count * OPEN_SHARE)
        closed = sorted(begin + (now - timedelta(days=30) - begin) * self.rng.random() for _ in range(count - opened))
        recent = [now - timedelta(days=45) * self.rng.random() ** 2 - timedelta(hours=1) for _ in range(opened)]
        plan = sorted([*((at, "closed") for at in closed), *((at, self.rng.choice(STAGES)) for at in recent)])
        late = [place for place, (_, stage) in enumerate(plan) if stage in {"dispatched", "handling"}]
        few = {*self.rng.sample(late, min(self.last_open, len(late))), *self.rng.sample(range(count), count // 5_000)}
        for place, (at, stage) in enumerate(plan):
            yield self._life(at, stage, few=place in few)

    def _life(self, at: datetime, stage: str, *, few: bool) -> Opening:
        rng = self.rng
        report = Report(
            title=message(rng, self.known, 1),
            body=message(rng, self.known),
            category=self._category(few=few),
            place=Place(area=rng.choice(self.grids), address=f"{rng.randrange(1, 60)}号楼"),
        )
        opening = open_case(
            by=self.dispatcher, procedure="hotline.order", report=report, at=at, reporter_id=rng.choice(self.parties)
        )
        self._go_on(opening, at, stage)
        return opening

    def _category(self, *, few: bool) -> int:
        """Half of all go to the sub-districts, the rest to departments by Zipf's law, hardly any to the last one."""
        if few:
            return self.categories[-2]
        if self.rng.random() < 0.5:
            return self.categories[-1]
        return self.categories[int((len(self.categories) - 2) ** self.rng.random()) - 1]

    def _go_on(self, opening: Opening, at: datetime, stage: str) -> None:
        if stage == "created":
            return
        unit = opening.routed.unit_id if opening.routed else self.departments[0]
        self._act(opening, self.dispatcher, "dispatch", at := at + timedelta(minutes=10), {"unit": unit})
        if stage == "dispatched":
            return
        at += timedelta(minutes=self.rng.randrange(5, 40))
        self._act(opening, self.clerk, "contact", at, {}, {"note": "已电话联系"})
        if stage == "handling":
            return
        at += timedelta(hours=min(self.rng.expovariate(1 / 60), 15 * 24)) if stage == "closed" else timedelta(minutes=5)
        self._act(opening, self.clerk, "answer", at, {"result": "solved"}, {"answer": message(self.rng, self.known)})
        if stage == "closed":
            reporter = Actor(None, party_id=opening.snapshot.reporter_id)
            rating = {"solved": "yes", "satisfied": self.rng.choice(("satisfied", "fairly", "dissatisfied"))}
            self._act(opening, reporter, "rate", at + timedelta(hours=3), rating)

    def _act(
        self,
        opening: Opening,
        by: Actor,
        act: str,
        at: datetime,
        data: dict[str, object],
        texts: dict[str, str] | None = None,
    ) -> None:
        advance(opening, by=by, act=act, at=at, data=data, texts=texts)


def _parties() -> list[int]:
    with transaction.atomic():
        look_as_system()
        by = Actor.system("import")
        return [
            register_party(by=by, kind=PartyKind.PERSON, name=f"居民{n}", phone=f"138{n:08d}").pk
            for n in range(PARTIES)
        ]


def make(count: int, stride: int) -> dict[str, int]:
    """Store ``count`` lives ``stride`` apart; give the first and the last id."""
    consequences.NEWS_AGE = timedelta(days=36_500)  # so that old cases have the messages that they had
    facts = json.load(sys.stdin)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_case_id_seq')")
    maker, ids = Maker(facts, stride), []
    waiting: list[Opening] = []
    for opening in maker.lives(count, timezone.now()):
        waiting.append(opening)
        if len(waiting) == CHUNK:
            ids += _store(waiting)
    ids += _store(waiting)
    if any(second - first != stride for first, second in pairwise(ids)):
        raise SystemExit("the ids of the prototypes are not one stride apart")
    return {"first": ids[0], "last": ids[-1]}


def _store(waiting: list[Opening]) -> list[int]:
    if not waiting:
        return []
    with transaction.atomic():
        look_as_system()
        ids = [case.pk for case in store_openings(waiting)]
    waiting.clear()
    return ids


def main(words: list[str]) -> dict[str, int]:
    """Make so many lives so far apart; the facts of the installation come by standard input."""
    return make(int(words[0]), int(words[1]))
