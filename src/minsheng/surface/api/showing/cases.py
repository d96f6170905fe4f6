"""Cases as the API shows them. By a post one sees the work on it, as its reporter what concerns the matter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.rules import may
from minsheng.kernel.access.tokens import account_token
from minsheng.kernel.cases.models import Case, CaseLink, ClockRow, Content
from minsheng.kernel.parties.queries import Masked
from minsheng.kernel.procedures.library import procedure_of
from minsheng.kernel.procedures.schema import Procedure
from minsheng.surface.api.answers import instant
from minsheng.surface.api.showing.names import area_ref, category_ref, kind_ref, law_text, state_ref, unit_ref

Shown = dict[str, Any]


def sees_work(actor: Actor, case: Case, procedure: Procedure) -> bool:
    """Whether the actor reads the case by a post or is named on it, and not only as its reporter or a party to it."""
    named = actor.account_id is not None and account_token(actor.account_id) in case.audience
    return named or may(actor, f"{procedure.realm}.read", case.audience)


def brief(actor: Actor, case: Case, language: str) -> Shown:
    """A case in a list. Needs ``handler`` to be there already for whoever sees the work."""
    procedure = procedure_of(case.procedure_id)
    return {
        "code": case.code,
        "procedure": procedure.key,
        "version": procedure.version,
        "title": case.title,
        "kind": kind_ref(procedure, case.kind, language),
        "state": state_ref(procedure, case.state, language),
        "category": category_ref(case.category_id, language),
        "area": area_ref(case.area_id, language),
        "urgent": case.urgent,
        "confidentiality": case.confidentiality,
        "waiting": case.waiting,
        "filed_at": instant(case.filed_at),
        "due_at": instant(case.due_at),
        "closed_at": instant(case.closed_at),
        "outcome": case.outcome,
        "lead_unit": unit_ref(case.lead_unit_id, language),
        "seq": case.seq,
        "work": _work(case, language) if sees_work(actor, case, procedure) else None,
    }


def _work(case: Case, language: str) -> Shown:
    handler = case.handler
    units = (unit_ref(unit_id, language) for unit_id in case.co_unit_ids)
    return {
        "handler": {"id": handler.pk, "name": handler.display_name} if handler is not None else None,
        "co_units": [unit for unit in units if unit is not None],
        "suggested_unit": unit_ref(case.suggested_unit_id, language),
        "channel": case.channel,
        "acted_at": instant(case.acted_at),
        "returns": case.returns,
        "binding": case.binding,
        "reopens": case.reopens,
        "exempt": case.exempt,
        "escalation": case.escalation,
        "supervised": case.supervised,
        "provisional": case.provisional,
    }


def full(
    actor: Actor, case: Case, content: Content | None, reporter: Masked | None, links: Iterable[Shown], language: str
) -> Shown:
    """One case with what was said, where, by whom (masked, and only for whoever sees the work), and its links."""
    procedure = procedure_of(case.procedure_id)
    works = sees_work(actor, case, procedure)
    known = {key: case.facts[key] for key, spec in procedure.facts.items() if key in case.facts}
    return brief(actor, case, language) | {
        "body": content.body if content else "",
        "address": content.address if content else "",
        "point": _point(content),
        "reporter": masked(reporter) if reporter is not None and works else None,
        "facts": {key: value for key, value in known.items() if works or procedure.facts[key].public},
        "links": list(links),
    }


def masked(party: Masked) -> Shown:
    """A party without what tells who it is. In clear only by a reveal with a reason."""
    return {
        "id": party.party_id,
        "kind": party.kind,
        "name": party.name,
        "phone": party.phone,
        "erased": party.is_erased,
    }


def link(entry: CaseLink) -> Shown:
    """A link to another case that the reader may see."""
    return {"kind": entry.kind, "code": entry.other.code, "title": entry.other.title, "made_at": instant(entry.made_at)}


def clock(row: ClockRow, procedure: Procedure, now: datetime, language: str) -> Shown:
    """A time limit of a case. ``late`` is reckoned now; nothing is stored that says so."""
    spec = procedure.clock.get(row.key)
    ended = row.stopped_at or now
    return {
        "key": row.key,
        "name": spec(language) if spec else row.key,
        "run": row.run,
        "term": row.term.partition(":")[0],
        "days": row.term.partition(":")[2] or "calendar",
        "law": law_text(procedure, row.law, language),
        "started_at": instant(row.started_at),
        "due_at": instant(row.due_at),
        "paused_at": instant(row.paused_at),
        "stopped_at": instant(row.stopped_at),
        "extensions": len(row.extensions),
        "late": row.due_at is not None and row.due_at < ended,
        "provisional": row.provisional,
    }


def _point(content: Content | None) -> Shown | None:
    if content is None or content.lon is None or content.lat is None:
        return None
    return {"lon": content.lon, "lat": content.lat, "crs": "cgcs2000"}
