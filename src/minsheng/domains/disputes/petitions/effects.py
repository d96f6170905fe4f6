"""What acts on a petition change beyond the kernel's effects. Pure."""

from __future__ import annotations

from minsheng.kernel.procedures.effects import add, close
from minsheng.kernel.procedures.registry import effect
from minsheng.kernel.procedures.snapshot import Done, Rating, Snapshot


@effect("name_accused", facts=("accused_units", "accused_accounts", "accused_parties"))
def name_accused(snapshot: Snapshot, done: Done) -> None:
    """Keeps who is accused: units, officials and others. None of them ever sees the petition (条例 30)."""
    add(snapshot, done, "accused_units", "accused_units")
    add(snapshot, done, "accused_accounts", "accused_accounts")
    add(snapshot, done, "accused_parties", "accused_party")
    step_aside(snapshot, done)


@effect("step_aside", facts=("recused", "accused_accounts"))
def step_aside(snapshot: Snapshot, done: Done) -> None:
    """Whoever stands aside or is accused no longer handles the petition (条例 28)."""
    if snapshot.handler_id in {*snapshot.listed("recused"), *snapshot.listed("accused_accounts")}:
        snapshot.handler_id = None


@effect("note_same", fields=("other",), facts=("same_as",))
def note_same(snapshot: Snapshot, done: Done) -> None:
    """Keeps which other petition is about the same matter (条例 19, 36)."""
    snapshot.facts["same_as"] = done.data["other"]


@effect("lead_to", fields=("way",))
def lead_to(snapshot: Snapshot, done: Done) -> None:
    """Closes the petition: its matter goes on by the route that the law has for it (条例 31)."""
    close(snapshot, done)


@effect("remember_unit", takes=("fact",))
def remember_unit(snapshot: Snapshot, done: Done, fact: str) -> None:
    """Keeps which unit gave this opinion: it may not judge it at the next level."""
    if snapshot.lead_unit_id is not None:
        snapshot.facts[fact] = [snapshot.lead_unit_id]


@effect("go_higher")
def go_higher(snapshot: Snapshot, done: Done) -> None:
    """The petition goes to a higher level: nobody has it until the organ is named."""
    snapshot.answered_at = None
    snapshot.lead_unit_id, snapshot.co_unit_ids, snapshot.handler_id = None, [], None


@effect("rate_unit", fields=("unit_satisfied",))
def rate_unit(snapshot: Snapshot, done: Done) -> None:
    """Keeps how satisfied the petitioner is with the unit in charge; the petition office is rated apart."""
    said = str(done.data["unit_satisfied"])
    snapshot.ratings.append(Rating(done.seq, done.at, "reporter", "reached", satisfied=said))
