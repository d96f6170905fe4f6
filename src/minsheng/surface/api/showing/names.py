"""Short references to things of the registers, out of memory: no statement for any of them."""

from __future__ import annotations

from typing import Any, Protocol

from minsheng.kernel.access.units import unit_registry
from minsheng.kernel.areas.registry import registry as area_registry
from minsheng.kernel.procedures.schema import Procedure
from minsheng.kernel.routing.registry import routing_registry

Reference = dict[str, Any]


class Named(Protocol):
    """Anything with a name in both languages."""

    @property
    def name(self) -> str:
        """The Chinese name."""

    @property
    def name_en(self) -> str:
        """The English name, or empty."""


def name_in(language: str, thing: Named) -> str:
    """The English name for English readers where there is one, else the Chinese one."""
    return thing.name_en if language.startswith("en") and thing.name_en else thing.name


def category_ref(category_id: int | None, language: str) -> Reference | None:
    """A category by its id; None for none, or for one that this process does not know."""
    entry = routing_registry().categories.get(category_id or 0)
    return {"id": entry.id, "code": entry.code, "name": name_in(language, entry)} if entry else None


def unit_ref(unit_id: int | None, language: str) -> Reference | None:
    """A unit by its id; None as for a category."""
    entry = unit_registry().by_id.get(unit_id or 0)
    return {"id": entry.id, "code": entry.code, "name": name_in(language, entry)} if entry else None


def area_ref(area_id: int | None, language: str) -> Reference | None:
    """An area by its id; None as for a category."""
    try:
        node = area_registry().node(area_id or 0)
    except LookupError:
        return None
    return {"id": node.id, "code": node.code, "name": name_in(language, node)}


def state_ref(procedure: Procedure, state: str, language: str) -> Reference:
    """A state, and what its reporter is told while the case is in it."""
    found = procedure.states[state]
    return {"key": state, "name": found(language), "public": found.public(language), "final": state in procedure.final}


def kind_ref(procedure: Procedure, kind: str, language: str) -> Reference:
    """A kind of the procedure's cases."""
    return {"key": kind, "name": procedure.kinds[kind](language) if kind in procedure.kinds else kind}


def law_text(procedure: Procedure, cited: str, language: str) -> str:
    """A citation in words: title of the source, then the passage (which is Chinese, as the law is)."""
    key, _, passage = cited.partition(" ")
    law = procedure.law.get(key)
    if law is None:
        return cited
    return law.title_en if language.startswith("en") else f"{law.title} {passage}".strip()
