"""Acts on a case that is still in memory, refused for the same reasons as acts on a stored one.

For histories that are made whole before they are stored (the simulated district): a thousand acts cost a few
statements, and still nothing is possible that ``acts.perform`` would have refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from minsheng.base.errors import Refusal
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.permissions import realm
from minsheng.kernel.access.rules import may_read
from minsheng.kernel.cases.acts import entry_of, prepare
from minsheng.kernel.cases.intake import Opening
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.projection import case_columns
from minsheng.kernel.deadlines.queries import current_calendar
from minsheng.kernel.procedures.interpreter import apply, find_act


def advance_checked(
    opening: Opening, *, by: Actor, act: str, at: datetime, data: Mapping[str, Any] | None = None
) -> None:
    """Do one more act to an opened case, checked like any: sight, state, function, inputs, time, guards, extension.

    Raises what ``acts.perform`` raises; then nothing has changed. The opening must have its ``case_id``. Acts that
    lead to acts on other cases (merging) are not for here: those cases may be stored already.
    """
    if not opening.case_id:
        raise ValueError("the opening has no id yet: draw one with next_case_ids")
    snapshot, procedure = opening.snapshot, opening.procedure
    spec = find_act(procedure, act)
    if {"merge", "unmerge"}.intersection(spec.does):
        raise ValueError(f"{act} touches another case: store this one first")
    case = _as_case(opening)
    if not may_read(by, case.audience, case.barred):
        raise Refusal("case.unknown", status=404)
    done, inputs = prepare(by, case, procedure, act, spec, snapshot, data or {}, at)
    before = snapshot.state
    apply(procedure, snapshot, done, current_calendar().with_fallback())
    opening.append(entry_of(procedure, spec, done, inputs, by.channel, before, snapshot.state), by)


def _as_case(opening: Opening) -> Case:
    """The case as its row would be now, as far as checks ask. Never saved."""
    number = realm(opening.procedure.realm).number
    columns = case_columns(opening.snapshot, opening.procedure, case_id=opening.case_id, realm=number)
    return Case(id=opening.case_id, code=opening.code, procedure_id=opening.version.pk, realm=number, **columns)
