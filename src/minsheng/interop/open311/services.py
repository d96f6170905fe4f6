"""Services of GeoReport v2: the categories in use that have none below them, each with one attribute, the kind."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from minsheng.base.errors import Refusal
from minsheng.kernel.procedures.library import procedure_of
from minsheng.kernel.procedures.schema import Procedure
from minsheng.kernel.routing.registry import CategoryEntry, routing_registry
from minsheng.surface.api import reads

KIND = "kind"


def procedure_served() -> Procedure:
    """The active version of the procedure that this server files under. Raises Refusal 404 when there is none."""
    return procedure_of(reads.released(settings.OPEN311_PROCEDURE).pk)


def services(procedure: Procedure) -> list[CategoryEntry]:
    """Categories that may be reported, by code."""
    entries = [e for e in routing_registry().categories.values() if e.realm == procedure.realm]
    above = {entry.parent_id for entry in entries if entry.active}
    leaves = (entry for entry in entries if entry.active and entry.id not in above)
    return sorted(leaves, key=lambda entry: entry.code)


def service(procedure: Procedure, code: str) -> CategoryEntry:
    """The service with this code. Raises Refusal ``open311.service`` (404)."""
    found = routing_registry().by_code.get(code)
    if found is None or found not in services(procedure):
        raise Refusal("open311.service", status=404, value=code[:40])
    return found


def described(entry: CategoryEntry, language: str) -> dict[str, Any]:
    """A service as the list shows it."""
    known = routing_registry().categories
    names = [_name(known[pk], language) for pk in entry.line]
    return {
        "service_code": entry.code,
        "service_name": names[-1],
        "description": " / ".join(names),
        "metadata": True,
        "type": "realtime",
        "keywords": ",".join(names[:-1]),
        "group": names[0],
    }


def definition(entry: CategoryEntry, procedure: Procedure, language: str) -> dict[str, Any]:
    """A service with its attribute."""
    values = [{"key": key, "name": kind(language)} for key, kind in procedure.kinds.items()]
    question = "What sort of matter is it?" if language.startswith("en") else "属于哪种诉求？"
    attribute = {
        "variable": True,
        "code": KIND,
        "datatype": "singlevaluelist",
        "required": False,
        "datatype_description": "",
        "order": 1,
        "description": question,
        "values": values,
    }
    return {"service_code": entry.code, "attributes": [attribute]}


def _name(entry: CategoryEntry, language: str) -> str:
    return entry.name_en if language.startswith("en") and entry.name_en else entry.name
