"""Acts as the API shows them: done ones in a timeline, open ones with the schema of their inputs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from minsheng.kernel.cases.acts import Performed
from minsheng.kernel.cases.models import Attachment, Case
from minsheng.kernel.cases.queries import Offered, TimelineEntry
from minsheng.kernel.procedures.library import procedure_of
from minsheng.kernel.procedures.schema import Procedure
from minsheng.surface.api.act_schemas import act_schema
from minsheng.surface.api.answers import instant
from minsheng.surface.api.showing.names import law_text, state_ref, unit_ref
from minsheng.surface.wording import say

Shown = dict[str, Any]


def done(entry: TimelineEntry, case: Case, procedure: Procedure, names: Mapping[int, str], language: str) -> Shown:
    """An act as whoever sees the work reads it: everything but personal data, which acts do not hold."""
    act = entry.act
    spec = procedure.act[act.key]
    return _entry(entry, case, spec.says(language) if spec.says else spec(language), language) | {
        "key": act.key,
        "name": spec(language),
        "law": law_text(procedure, spec.law, language),
        "account": _account(act.account_id, names),
        "channel": act.channel,
        "state_before": act.state_before,
        "state_after": act.state_after,
        "recorded_at": instant(act.recorded_at),
        "data": act.data,
    }


def told(entry: TimelineEntry, case: Case, procedure: Procedure, language: str) -> Shown | None:
    """An act as the reporter is told of it: sentence, public texts, files, choices. None without a sentence."""
    act = entry.act
    spec = procedure.act[act.key]
    if spec.says is None and not entry.texts and not entry.files:
        return None
    public = {name: value for name, value in act.data.items() if name in spec.fields and procedure.fields[name].public}
    return _entry(entry, case, spec.says(language) if spec.says else spec(language), language) | {"data": public}


def _entry(entry: TimelineEntry, case: Case, says: str, language: str) -> Shown:
    act = entry.act
    return {
        "seq": act.seq,
        "at": instant(act.at),
        "says": says,
        "unit": unit_ref(act.unit_id, language),
        "texts": {text.field: text.text for text in entry.texts},
        "files": [attachment(case, item) for item in entry.files],
    }


def _account(account_id: int | None, names: Mapping[int, str]) -> Shown | None:
    return {"id": account_id, "name": names.get(account_id, "")} if account_id is not None else None


def attachment(case: Case, item: Attachment) -> Shown:
    """An attached file and where it is fetched."""
    file = item.file
    return {
        "id": item.pk,
        "field": item.field,
        "name": file.original_name,
        "media_type": file.media_type,
        "size": file.size,
        "url": f"/api/v1/cases/{case.code}/files/{item.pk}",
    }


def offered(item: Offered, procedure: Procedure, language: str) -> Shown:
    """An act that the reader may try now, with the JSON schema of its inputs."""
    blocked = item.blocked
    sentence = say(blocked, language, procedure) if blocked else ""
    return {
        "act": item.key,
        "name": item.spec(language),
        "law": law_text(procedure, item.spec.law, language),
        "blocked": {"code": blocked.code, "detail": sentence} if blocked else None,
        "inputs": act_schema(procedure, item.spec, language),
    }


def performed(result: Performed, language: str) -> Shown:
    """What an act led to."""
    case = result.case
    procedure = procedure_of(case.procedure_id)
    return {
        "code": case.code,
        "act": result.act,
        "seq": result.seq,
        "state_before": result.state_before,
        "state": state_ref(procedure, result.state_after, language),
        "due_at": instant(case.due_at),
        "closed_at": instant(case.closed_at),
    }
