"""Lines of the audit log in words: names of acts, states, particulars and channels instead of their keys."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minsheng.kernel.audit.models import AuditLine
from minsheng.kernel.audit.queries import says
from minsheng.kernel.procedures.library import procedure_of
from minsheng.surface.web.administration.audit_lines import procedures_of
from minsheng.surface.web.cases.queries import account_names
from minsheng.surface.web.desk.people import LABELS
from minsheng.surface.web.words import language_now

_CHANNELS = {
    "web": gettext_lazy("screen"),
    "api": gettext_lazy("interface"),
    "job": gettext_lazy("background job"),
    "import": gettext_lazy("import"),
    "phone": gettext_lazy("by telephone"),
    "counter": gettext_lazy("in person"),
    "letter": gettext_lazy("by letter"),
    "patrol": gettext_lazy("found on the round"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A line in words. ``code`` is that of the case it is about."""

    line: AuditLine
    text: str
    by: str
    channel: str
    code: str


def shown(found: Iterable[AuditLine]) -> list[Shown]:
    """The lines as an auditor reads them. Two queries: names of accounts, and the cases that were acted on."""
    found = list(found)
    names = account_names(line.actor_account_id for line in found)
    cases = procedures_of(line.case_id for line in found)
    return [
        Shown(
            line=line,
            text=says(_in_words(line, cases.get(line.case_id or 0, ("", 0))[1])),
            by=names.get(line.actor_account_id or 0, _("system") if line.actor_role == "system" else line.actor_role),
            channel=str(_CHANNELS.get(line.channel, line.channel)),
            code=cases.get(line.case_id or 0, ("", 0))[0],
        )
        for line in found
    ]


def _in_words(line: AuditLine, procedure_id: int) -> AuditLine:
    """The same line with names where its sentence would say keys."""
    said = copy(line)
    if line.kind == "cases.acted" and procedure_id:
        said.data = {**line.data, **_act_words(line.data, procedure_id)}
    elif line.kind == "parties.looked_up":
        said.subject_id = str(LABELS.get(line.subject_id, line.subject_id))
    elif "fields" in line.data:
        said.data = {**line.data, "fields": [str(LABELS.get(name, name)) for name in line.data["fields"]]}
    return said


def _act_words(data: dict[str, Any], procedure_id: int) -> dict[str, str]:
    procedure, language = procedure_of(procedure_id), language_now()
    words = {key: procedure.states[data[key]](language) for key in ("from", "to") if data.get(key) in procedure.states}
    if data.get("act") in procedure.act:
        words["act"] = procedure.act[data["act"]](language)
    return words
