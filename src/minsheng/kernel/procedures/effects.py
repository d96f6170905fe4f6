"""The effects that the kernel offers to procedure files. Each is a pure change of a snapshot."""

from __future__ import annotations

from datetime import datetime

from minsheng.kernel.deadlines.clock import mark_warned
from minsheng.kernel.procedures.registry import effect
from minsheng.kernel.procedures.snapshot import Assignment, Done, Rating, Snapshot

_OUTCOMES = {"yes": "solved", "partly": "partly", "no": "unsolved"}
_BIRTH_FIELDS = ("kind", "category_id", "area_id", "urgent", "confidentiality", "reporter_id", "suggested_unit_id")


def _end(snapshot: Snapshot, at: datetime, outcome: str, role: str | None = None) -> None:
    for part in snapshot.assignments:
        if part.ended_at is None and (role is None or part.role == role):
            part.ended_at = at
            part.outcome = outcome


def _handled(snapshot: Snapshot, account_id: int | None) -> None:
    if account_id is not None and account_id not in snapshot.handled_by_ids:
        snapshot.handled_by_ids = sorted([*snapshot.handled_by_ids, account_id])


@effect("file")
def file_case(snapshot: Snapshot, done: Done) -> None:
    """Opens the case with what was reported."""
    for name in _BIRTH_FIELDS:
        if name in done.data:
            setattr(snapshot, name, done.data[name])
    snapshot.filed_at = done.at


@effect("assign", fields=("unit",))
def assign(snapshot: Snapshot, done: Done) -> None:
    """Gives the case to a lead unit, and to co-responsible units when named; earlier parts end as replaced."""
    _end(snapshot, done.at, "replaced")
    lead: int = done.data["unit"]
    co = [unit for unit in done.data.get("co_units") or [] if unit != lead]
    snapshot.lead_unit_id, snapshot.co_unit_ids, snapshot.handler_id = lead, co, None
    snapshot.assignments.append(Assignment(done.seq, lead, "lead", done.at))
    snapshot.assignments.extend(Assignment(done.seq, unit, "co", done.at) for unit in co)


@effect("add_co", fields=("co_units",))
def add_co(snapshot: Snapshot, done: Done) -> None:
    """Adds co-responsible units to the lead unit's case."""
    known = {snapshot.lead_unit_id, *snapshot.co_unit_ids}
    for unit in done.data["co_units"]:
        if unit not in known:
            known.add(unit)
            snapshot.co_unit_ids = [*snapshot.co_unit_ids, unit]
            snapshot.assignments.append(Assignment(done.seq, unit, "co", done.at))


@effect("finish_part")
def finish_part(snapshot: Snapshot, done: Done) -> None:
    """A co-responsible unit has done its part."""
    for part in snapshot.assignments:
        if part.role == "co" and part.unit_id == done.unit_id and part.ended_at is None:
            part.ended_at, part.outcome = done.at, "done"
    _handled(snapshot, done.account_id)


@effect("take")
def take(snapshot: Snapshot, done: Done) -> None:
    """The unit signs for the case; whoever signs becomes its handler."""
    part = snapshot.open_assignment()
    if part is not None and part.accepted_at is None:
        part.accepted_at, part.accepted_by_id = done.at, done.account_id
    snapshot.handler_id = done.account_id
    _handled(snapshot, done.account_id)


@effect("hand_over", fields=("handler",))
def hand_over(snapshot: Snapshot, done: Done) -> None:
    """Another person of the same unit goes on with the case."""
    snapshot.handler_id = done.data["handler"]
    _handled(snapshot, snapshot.handler_id)


@effect("return")
def return_case(snapshot: Snapshot, done: Done) -> None:
    """The unit sends the case back; the return is counted."""
    _end(snapshot, done.at, "returned")
    snapshot.returns += 1
    snapshot.lead_unit_id, snapshot.co_unit_ids, snapshot.handler_id = None, [], None


@effect("rule")
def rule(snapshot: Snapshot, done: Done) -> None:
    """A ruling on who is responsible: it binds, the case may not be returned again."""
    snapshot.binding = True


@effect("contact")
def contact(snapshot: Snapshot, done: Done) -> None:
    """The handler has reached the reporter for the first time (响应)."""
    if snapshot.contacted_at is None:
        snapshot.contacted_at = done.at


@effect("ask")
def ask(snapshot: Snapshot, done: Done) -> None:
    """The case waits for an answer of the reporter."""
    snapshot.waiting = True


@effect("resume")
def resume(snapshot: Snapshot, done: Done) -> None:
    """The case no longer waits."""
    snapshot.waiting = False


@effect("answer")
def answer(snapshot: Snapshot, done: Done) -> None:
    """The result is given; the unit's part is done."""
    snapshot.answered_at = done.at
    _handled(snapshot, done.account_id)
    _end(snapshot, done.at, "done")


@effect("rework")
def rework(snapshot: Snapshot, done: Done) -> None:
    """The result was not accepted: the same units go on."""
    snapshot.answered_at = None
    snapshot.assignments.extend(
        Assignment(done.seq, unit, role, done.at)
        for unit, role in [(snapshot.lead_unit_id, "lead"), *((unit, "co") for unit in snapshot.co_unit_ids)]
        if unit is not None
    )


@effect("classify")
def classify(snapshot: Snapshot, done: Done) -> None:
    """Sets kind, category, area, urgency or confidentiality anew. No clock is restarted by it."""
    for field, name in (("kind", "kind"), ("category", "category_id"), ("area", "area_id")):
        if done.data.get(field) is not None:
            setattr(snapshot, name, done.data[field])
    if done.data.get("urgent") is not None:
        snapshot.urgent = bool(done.data["urgent"])
    if done.data.get("confidentiality") is not None:
        snapshot.confidentiality = int(done.data["confidentiality"])


@effect("call_back", fields=("reach",))
def call_back(snapshot: Snapshot, done: Done) -> None:
    """Keeps the answers to the three questions of the call-back: contacted, solved, satisfied."""
    snapshot.ratings.append(_rating(done, "call_back", done.data["reach"]))


@effect("rate", fields=("solved", "satisfied"))
def rate(snapshot: Snapshot, done: Done) -> None:
    """Keeps the reporter's own rating."""
    snapshot.ratings.append(_rating(done, "reporter", "reached"))


@effect("fall_silent")
def fall_silent(snapshot: Snapshot, done: Done) -> None:
    """The reporter did not answer in time: silence is kept apart from both yes and no, and is none after an answer."""
    if said_since_answer(snapshot) is None:
        snapshot.ratings.append(_rating(done, "lapse", "silent"))


def said_since_answer(snapshot: Snapshot) -> Rating | None:
    """What the reporter said last about the answer that stands, asked or not; None when nothing was heard."""
    since = snapshot.answered_at
    heard = [r for r in snapshot.ratings if r.reach == "reached" and since is not None and r.at >= since]
    return heard[-1] if heard else None


def _rating(done: Done, source: str, reach: str) -> Rating:
    answers = {name: str(done.data.get(name) or "") for name in ("contacted", "solved", "satisfied")}
    return Rating(done.seq, done.at, source, reach, **answers)


@effect("close")
def close(snapshot: Snapshot, done: Done) -> None:
    """Closes the case with its outcome."""
    snapshot.closed_at = done.at
    snapshot.outcome = _OUTCOMES.get(str(done.data.get("solved") or ""), done.key)
    snapshot.waiting = False
    _end(snapshot, done.at, "closed")


@effect("reopen")
def reopen(snapshot: Snapshot, done: Done) -> None:
    """Opens the case again for the unit that had it; each time is counted."""
    snapshot.closed_at, snapshot.answered_at, snapshot.outcome = None, None, ""
    snapshot.reopens += 1
    rework(snapshot, done)


@effect("restart")
def restart(snapshot: Snapshot, done: Done) -> None:
    """Opens the case again as if it had just come in: nobody has it; each time is counted."""
    snapshot.closed_at, snapshot.answered_at, snapshot.outcome = None, None, ""
    snapshot.reopens += 1
    snapshot.lead_unit_id, snapshot.co_unit_ids, snapshot.handler_id = None, [], None


@effect("exempt")
def exempt(snapshot: Snapshot, done: Done) -> None:
    """Takes the case out of the rates (剔除), on evidence."""
    snapshot.exempt = True


@effect("count_again")
def count_again(snapshot: Snapshot, done: Done) -> None:
    """An exemption falls: the case counts in the rates again."""
    snapshot.exempt = False


@effect("escalate", fields=("step", "late_clock"))
def escalate(snapshot: Snapshot, done: Done) -> None:
    """A rung of a missed clock's ladder was reached: the run of the clock keeps which, the case its highest."""
    step, index = int(done.data["step"]), snapshot.running(done.data["late_clock"])
    snapshot.escalation = max(snapshot.escalation, step)
    if index is not None:
        snapshot.clocks[index] = mark_warned(snapshot.clocks[index], str(step))


@effect("supervise")
def supervise(snapshot: Snapshot, done: Done) -> None:
    """A supervision order (督办) was issued."""
    snapshot.supervised += 1


@effect("merge", fields=("into",))
def merge(snapshot: Snapshot, done: Done) -> None:
    """The case goes on inside another one; its own history stays."""
    snapshot.merged_into_id = done.data["into"]
    snapshot.closed_at = done.at
    snapshot.outcome = "merged"
    _end(snapshot, done.at, "merged")


@effect("unmerge")
def unmerge(snapshot: Snapshot, done: Done) -> None:
    """A merge is taken back: the case stands alone again, and nobody has it."""
    snapshot.merged_into_id = None
    snapshot.lead_unit_id, snapshot.co_unit_ids, snapshot.handler_id = None, [], None
    snapshot.closed_at, snapshot.outcome = None, ""


@effect("add", takes=("fact", "field"))
def add(snapshot: Snapshot, done: Done, fact: str, field: str) -> None:
    """Adds what the input names to a list of the case (the mediators, for example); who is in it stays once."""
    value = done.data.get(field)
    given = value if isinstance(value, list) else [] if value is None else [value]
    snapshot.facts[fact] = list(dict.fromkeys([*snapshot.listed(fact), *given]))


@effect("put", takes=("fact", "field"))
def put(snapshot: Snapshot, done: Done, fact: str, field: str) -> None:
    """Puts what the input names in the place of a list of the case."""
    value = done.data.get(field)
    snapshot.facts[fact] = list(value) if isinstance(value, list) else [] if value is None else [value]


@effect("drop", takes=("fact", "field"))
def drop(snapshot: Snapshot, done: Done, fact: str, field: str) -> None:
    """Takes what the input names out of a list of the case."""
    value = done.data.get(field)
    gone = value if isinstance(value, list) else [value]
    snapshot.facts[fact] = [item for item in snapshot.listed(fact) if item not in gone]


@effect("join", takes=("fact", "field"))
def join(snapshot: Snapshot, done: Done, fact: str, field: str) -> None:
    """Makes a person or organisation a party to the case, in the list that the procedure names."""
    add(snapshot, done, fact, field)


@effect("join_reporter", takes=("fact",))
def join_reporter(snapshot: Snapshot, done: Done, fact: str) -> None:
    """Makes whoever filed the case a party to it, in the list that the procedure names."""
    if snapshot.reporter_id is not None:
        snapshot.facts[fact] = list(dict.fromkeys([snapshot.reporter_id, *snapshot.listed(fact)]))


@effect("name_self", takes=("fact",))
def name_self(snapshot: Snapshot, done: Done, fact: str) -> None:
    """Adds whoever does the act to a list of accounts of the case."""
    if done.account_id is not None:
        snapshot.facts[fact] = list(dict.fromkeys([*snapshot.listed(fact), done.account_id]))
