"""What a case knows by its procedure's own declaration, in words. The parties in its lists stand with the people."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from minsheng.kernel.cases.models import Case
from minsheng.kernel.procedures.schema import FactSpec, Procedure
from minsheng.surface.web.cases.queries import account_names
from minsheng.surface.web.cases.timeline import Values
from minsheng.surface.web.times import instant_words
from minsheng.surface.web.words import unit_name


def facts_of(case: Case, procedure: Procedure, language: str, *, public: bool) -> list[tuple[str, str]]:
    """Label and words of each fact that is known, in the order of the procedure; ``public``: those that parties see.

    One query where accounts are listed, else none.
    """
    shown = {
        key: spec
        for key, spec in procedure.facts.items()
        if case.facts.get(key) and spec.type != "parties" and (spec.public or not public)
    }
    listed = [pk for key, spec in shown.items() if spec.type == "accounts" for pk in case.facts[key]]
    values = Values(procedure, account_names(listed), {}, language, {})
    found = [(spec(language), _words(values, key, spec, case.facts[key])) for key, spec in shown.items()]
    return [(label, words) for label, words in found if words]


def _words(values: Values, key: str, spec: FactSpec, value: Any) -> str:
    if spec.type == "instant":
        return instant_words(datetime.fromisoformat(value))
    if spec.type == "accounts":
        return "、".join(name for name in map(values.names.get, value) if name)
    if spec.type == "units":
        return "、".join(unit_name(pk, values.language) for pk in value)
    if spec.type == "count":
        return str(value)
    named = (spec.names or {}).get(str(value))
    field = values.procedure.fields.get(key)
    if named is not None:
        return named(values.language)
    # Lines of a table and what has no name of its own are shown by the panels of their module.
    return values.value(field, value) if field is not None and field.type != "rows" else ""
