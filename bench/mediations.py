"""Mediations from filing to archive over HTTP, beside whole lives of hotline orders in the same installation.

A mediation is seventeen calls by the proper accounts: filed with the other party, sent to the committee, accepted, given
a mediator, looked up; three sessions, each appointed, looked up and held with attendance; an oral agreement; performance found;
filed away. A hotline life is five. Both sides take turns, so that what else the machine does hits both.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from bench.client import Connection, Tally, closed_loop, expect, request_bytes
from bench.filing import EAST, NORTH, SOUTH, WEST
from bench.harness import Bench, Line
from bench.homes import Home
from bench.lives import CLIENTS, Life, life_of
from bench.serving import serving
from bench.stored import stored
from minsheng.base.time import SHANGHAI

SESSIONS = 3
CALLS = {"mediations": 8 + 3 * SESSIONS, "lives": 5}
TERMS = "双方协商一致：晚十时以后不再使用跑步机，楼上铺设隔音垫；双方互不追究。"
_SESSION = timedelta(seconds=2)
"""Short, since the mediators of a bench hold a thousand of them in an hour and no two may overlap."""


def mediation_of(home: Home) -> Life:
    """One mediation, by its roles. Each mediator's sessions follow each other without a gap."""
    facts, rng = home.facts, random.Random()  # noqa: S311 - made-up messages
    tokens = facts["tokens"]
    mediators = itertools.cycle(facts["mediators"])
    residents = itertools.cycle(facts["residents"])
    free: dict[int, datetime] = {}
    numbers = itertools.count()

    async def live(connection: Connection, _: Any) -> None:
        resident, mediator = next(residents), next(mediators)
        place = {"lon": rng.uniform(WEST, EAST), "lat": rng.uniform(SOUTH, NORTH), "address": "3号楼"}
        other = {"name": f"邻居{next(numbers)}", "phone": f"136{rng.randrange(10**8):08d}"}
        report = {
            "procedure": "disputes.mediation",
            "kind": "neighbours",
            "body": "楼上住户夜间使用跑步机，噪声影响老人休息，多次沟通未果，申请调解。",
            "place": place,
            "inputs": {"other_party": other, "people": 2},
        }
        key = f"{rng.getrandbits(96):024x}"
        filed = await expect(connection, request_bytes("POST", "/api/v1/cases", resident, report, key), 201)
        case = f"/api/v1/cases/{filed['code']}"

        async def act(token: str, name: str, inputs: dict[str, Any]) -> None:
            await expect(connection, request_bytes("POST", f"{case}/acts/{name}", token, inputs), 200)

        await act(tokens["registrar"], "send", {"unit": "tw"})
        await act(tokens["director"], "accept", {"level": "simple"})
        await act(tokens["director"], "assign_mediators", {"mediators": [mediator["account"]]})
        known = await expect(connection, request_bytes("GET", case, mediator["token"]), 200)
        parties = [*known["facts"]["applicants"], *known["facts"]["respondents"]]
        for _number in range(SESSIONS):
            await _session(connection, case, mediator, free, parties)
        await act(mediator["token"], "agree_oral", {"terms": TERMS})
        await act(mediator["token"], "confirm_performed", {"otherwise": True})
        await act(mediator["token"], "archive", {"file_number": "2026-1"})

    return live


async def _session(
    connection: Connection, case: str, mediator: dict[str, Any], free: dict[int, datetime], parties: list[int]
) -> None:
    account, token = mediator["account"], mediator["token"]
    soon = datetime.now(SHANGHAI).replace(microsecond=0) + timedelta(seconds=30)
    begins = max(free.get(account, soon), soon)
    free[account] = ends = begins + _SESSION
    times = {"session_begins": begins.isoformat(), "session_ends": ends.isoformat()}
    await expect(connection, request_bytes("POST", f"{case}/acts/schedule", token, times), 200)
    found = await expect(connection, request_bytes("GET", f"{case}/sessions", token), 200)
    planned = next(item["id"] for item in found["items"] if item["state"] == "planned")
    came = [{"party": party, "presence": "present"} for party in parties]
    held = {"session": planned, "attendance": came, "record": "双方到场，调解员分别听取意见。"}
    await expect(connection, request_bytes("POST", f"{case}/acts/hold_session", token, held), 200)


def run(bench: Bench) -> Iterator[Line]:
    """Mediations a second, with whole lives a second beside them."""
    home = stored(bench.size or 0)
    clients = bench.clients[0] if bench.clients else CLIENTS
    sides = {"lives": life_of(home), "mediations": mediation_of(home)}
    turns: dict[str, list[Tally]] = {name: [] for name in sides}
    with serving(home, workers=bench.workers, jobs=bench.jobs) as server:
        for life in sides.values():
            closed_loop(server.port, clients, min(4.0, bench.seconds), itertools.count(), life)
        for _ in range(bench.rounds):
            for name, life in sides.items():
                turns[name].append(closed_loop(server.port, clients, bench.seconds, itertools.count(), life))
    lives = median(tally.rate for tally in turns["lives"])
    rate = median(tally.rate for tally in turns["mediations"])
    yield Line(
        "mediations_per_second",
        rate,
        "mediations/s",
        peer=("hotline lives", lives, "lives/s"),
        more={
            "clients": clients,
            "seconds_for_1000": round(1000 / rate, 1) if rate else None,
            "seconds_for_1000_lives": round(1000 / lives, 1) if lives else None,
            "calls_per_second": round(rate * CALLS["mediations"], 1),
            "calls_per_second_of_lives": round(lives * CALLS["lives"], 1),
            "p95_ms": round(median(tally.quantile(0.95) for tally in turns["mediations"]), 1),
        },
    )
