"""Which tokens open a case, and by which of them somebody has a function on it. Pure over the registers in memory."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.tokens import Kind, case_token, pack, party_token
from minsheng.kernel.access.units import unit_registry
from minsheng.kernel.areas.registry import registry as area_registry
from minsheng.kernel.procedures.schema import Function, Procedure


def area_tokens(area_id: int, realm: int, confidentiality: int) -> frozenset[int]:
    """Tokens of every area from the district down to ``area_id``."""
    line = area_registry().ancestors(area_id)
    return frozenset(pack(Kind.AREA, area, realm=realm, clearance=confidentiality) for area in line)


def unit_tokens(unit_ids: Iterable[int], realm: int, confidentiality: int) -> frozenset[int]:
    """Tokens of units and of everything above them."""
    units = unit_registry()
    return frozenset(
        pack(Kind.UNIT, unit, realm=realm, clearance=confidentiality)
        for unit_id in unit_ids
        for unit in units.line(unit_id)
    )


def audience_of(
    *,
    case_id: int,
    realm: int,
    confidentiality: int,
    area_id: int,
    unit_ids: Iterable[int],
    party_ids: Iterable[int],
) -> list[int]:
    """All tokens that open a case, sorted. ``unit_ids`` are the units with a part in it now."""
    return sorted(
        {
            case_token(case_id),
            *(party_token(party) for party in party_ids),
            *area_tokens(area_id, realm, confidentiality),
            *unit_tokens(unit_ids, realm, confidentiality),
        }
    )


class Stood(Protocol):
    """What is asked of a case: a row of ``models.Case`` has it."""

    pk: int
    realm: int
    confidentiality: int
    area_id: int
    lead_unit_id: int | None
    co_unit_ids: list[int]
    reporter_id: int | None
    handler_id: int | None


class Standing:
    """How one actor stands to one case: answers which functions of a procedure it has. Asked lazily."""

    def __init__(self, actor: Actor, case: Stood) -> None:
        """Nothing is asked yet."""
        self.actor = actor
        self._case = case
        self._key = (case.realm, case.confidentiality)
        self._lead = [case.lead_unit_id] if case.lead_unit_id is not None else []
        self._co = list(case.co_unit_ids)

    def functions(self, procedure: Procedure, wanted: Iterable[str] | None = None) -> frozenset[str]:
        """Functions that the actor has, out of ``wanted`` (all when None). The system has every function."""
        names = procedure.who if wanted is None else wanted
        return frozenset(name for name in names if self._has(procedure.who[name]))

    def _has(self, function: Function) -> bool:
        actor = self.actor
        if actor.is_system or function.relation == "anyone":
            return True
        if function.relation == "system":
            return False
        if function.relation == "reporter":
            return self._is_reporter()
        if function.relation == "handler":
            return actor.account_id is not None and actor.account_id == self._case.handler_id
        tokens = actor.tokens(function.permission or "")
        return not tokens.isdisjoint(self._tokens(function.relation))

    def _is_reporter(self) -> bool:
        by_party = self.actor.party_id is not None and self.actor.party_id == self._case.reporter_id
        return by_party or self._case.pk in self.actor.case_ids

    def _tokens(self, relation: str) -> frozenset[int]:
        if relation == "area":
            return area_tokens(self._case.area_id, *self._key)
        units = {"lead": self._lead, "co": self._co, "unit": [*self._lead, *self._co]}[relation]
        return unit_tokens(units, *self._key)

    def unit_for(self, procedure: Procedure, functions: frozenset[str]) -> int | None:
        """The unit in whose name the actor acts: the one of its units that has a part in the case, else its first.

        Who has posts in several of them acts for the lead unit, unless only a co-responsible unit may do the act.
        """
        own = self.actor.units()
        units = unit_registry()
        as_co = {procedure.who[name].relation for name in functions} == {"co"}
        for unit_id in [*self._co, *self._lead] if as_co else [*self._lead, *self._co]:
            if own.intersection(units.line(unit_id)):
                return unit_id
        return min(own) if own else None
