"""What acts on the platform change beyond the kernel's effects. Pure."""

from __future__ import annotations

from decimal import Decimal

from minsheng.kernel.procedures.effects import close, reopen
from minsheng.kernel.procedures.registry import effect
from minsheng.kernel.procedures.snapshot import Done, Snapshot


@effect("begin_scale", facts=("scale",))
def begin_scale(snapshot: Snapshot, done: Done) -> None:
    """Keeps with how many people and how much money the matter began."""
    snapshot.facts["scale"] = [_line(snapshot, done)]


@effect("update_scale", fields=("people", "amount"), facts=("people", "amount", "scale", "rises"))
def update_scale(snapshot: Snapshot, done: Done) -> None:
    """Adds a line to the history of people and money, and counts when either grew."""
    history = list(snapshot.facts.get("scale") or [])
    line = _line(snapshot, done)
    if history and _grew(history[-1], line):
        snapshot.facts["rises"] = int(snapshot.facts.get("rises") or 0) + 1
    snapshot.facts["scale"] = [*history, line]


@effect("give_back", facts=("given_back_by",))
def give_back(snapshot: Snapshot, done: Done) -> None:
    """A unit that has worked on the matter gives it back: no return, its part is done; the case goes on as the same."""
    for part in snapshot.assignments:
        if part.ended_at is None:
            part.ended_at, part.outcome = done.at, "given_back"
    if snapshot.lead_unit_id is not None:
        known = [unit for unit in snapshot.listed("given_back_by") if unit != snapshot.lead_unit_id]
        snapshot.facts["given_back_by"] = [*known, snapshot.lead_unit_id]
    snapshot.lead_unit_id, snapshot.co_unit_ids, snapshot.handler_id = None, [], None


@effect("close_when_solved", fields=("solved",))
def close_when_solved(snapshot: Snapshot, done: Done) -> None:
    """The resident says that it is solved: the case is closed. Anything else waits for the call-back."""
    if done.data["solved"] == "yes":
        close(snapshot, done)


@effect("conclude_matter", fields=("conclusion",))
def conclude_matter(snapshot: Snapshot, done: Done) -> None:
    """Closes the matter, opens it again for the same units, or leaves it for another call."""
    if done.data["conclusion"] == "close":
        close(snapshot, done)
    elif done.data["conclusion"] == "reopen":
        reopen(snapshot, done)


def _line(snapshot: Snapshot, done: Done) -> dict[str, object]:
    """Number of the act, people and yuan after it; what is not said stays as it was."""
    people, amount = (done.data.get(name, snapshot.facts.get(name)) for name in ("people", "amount"))
    return {"seq": done.seq, "people": people, "amount": amount}


def _grew(before: dict[str, object], after: dict[str, object]) -> bool:
    people = int(str(after["people"] or 0)) > int(str(before["people"] or 0))
    return people or Decimal(str(after["amount"] or 0)) > Decimal(str(before["amount"] or 0))


@effect("conclude_circular")
def conclude_circular(snapshot: Snapshot, done: Done) -> None:
    """When the last unit has acknowledged, the system concludes the circular (``consequences.py``)."""


@effect("tell_origin", facts=("origin",))
def tell_origin(snapshot: Snapshot, done: Done) -> None:
    """The case from which this one came is told what came of it (``consequences.py``)."""


@effect("link_about", takes=("field",))
def link_about(snapshot: Snapshot, done: Done, field: str) -> None:
    """Links the case that it is about; a case that bars somebody is refused (``consequences.py``)."""
