"""What somebody who knows the case fills in: inputs that go together, which chance alone would hardly meet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from random import Random
from typing import Any

from minsheng.base.time import local_date
from minsheng.kernel.procedures.schema import Procedure
from minsheng.kernel.procedures.snapshot import Snapshot
from tests.kernel.procedures.mediating import mediating

Known = Callable[[Snapshot, str, Random], dict[str, Any]]
MOSTLY = 0.8
COURSES = {"suggestion": "study", "accusation": "inquiry", "opinion": "opinion", "duty": "duty"}


def known_inputs(procedure: Procedure, snapshot: Snapshot, act: str, at: datetime, random: Random) -> dict[str, Any]:
    """Inputs in place of random ones. Dates that may not lie ahead are of the day of the act."""
    fields = procedure.act[act].fields
    today = {name: local_date(at).isoformat() for name in fields if procedure.fields[name].past}
    known = KNOWN.get(procedure.key)
    given = known(snapshot, act, random) if known is not None else {}
    return today | {name: value for name, value in given.items() if name in fields or name == "kind"}


def _petition(snapshot: Snapshot, act: str, random: Random) -> dict[str, Any]:
    if act == "sort":
        kind = random.choice(["suggestion", "accusation", "appeal", "appeal", "appeal", "appeal"])
        way = random.choice(["opinion", "opinion", "opinion", "opinion", "duty", "litigation"])
        return {"kind": kind} | ({"way": way} if kind == "appeal" else {})
    if act == "accept":
        course = COURSES.get(str(snapshot.facts.get("way") or snapshot.kind))
        return {"course": course} if course else {}
    if act in {"file", "name_accused"} and random.random() < MOSTLY:
        nobody: dict[str, Any] = {"accused_units": [], "accused_accounts": [], "accused_party": None}
        return nobody | ({"kind": random.choice(["suggestion", "appeal"])} if act == "file" else {})
    return {"lead_to": {"way": "arbitration"}, "recuse": {"accounts": [7]}, "note_same": {"standing": "fresh"}}.get(
        act, {}
    )


def _award(snapshot: Snapshot, act: str, _random: Random) -> dict[str, Any]:
    wanted = {
        "police_station": ["resolved_locally", "no_homicide", "satisfaction"],
        "judicial_office": ["mediation", "satisfaction", "no_homicide", "reoffending"],
        "court": ["resolved_locally", "mediation", "satisfaction"],
    }
    if act == "recuse":
        return {"accounts": [7]}
    name = {"complete": "scores", "assess": "assessed"}.get(act)
    scored = {name: [{"criterion": key, "score": 80} for key in wanted[snapshot.kind]]} if name else {}
    return scored | ({"recommended": "grant"} if act == "assess" else {})


MEDIATIONS = (
    "mediation",
    "confirmation",
    *(f"{name}_mediation" for name in ("court", "labour", "police", "administrative")),
)
KNOWN: dict[str, Known] = {
    "disputes.petition": _petition,
    "disputes.award": _award,
    **{f"disputes.{name}": mediating for name in MEDIATIONS},
}
"""By procedure. Only acts whose inputs depend on the case need an entry."""
