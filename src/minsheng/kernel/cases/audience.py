"""Which tokens open a case, and by which of them somebody has a function on it. Pure over the registers in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.tokens import Kind, account_token, case_token, member_token, pack, party_token
from minsheng.kernel.access.units import unit_registry
from minsheng.kernel.areas.registry import registry as area_registry
from minsheng.kernel.procedures.schema import Function, Procedure
from minsheng.kernel.procedures.snapshot import Snapshot


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
    account_ids: Iterable[int] = (),
) -> list[int]:
    """All tokens that open a case, sorted. ``unit_ids`` are the units with a part in it now."""
    return sorted(
        {
            case_token(case_id),
            *(party_token(party) for party in party_ids),
            *(account_token(account) for account in account_ids),
            *area_tokens(area_id, realm, confidentiality),
            *unit_tokens(unit_ids, realm, confidentiality),
        }
    )


def seeing(procedure: Procedure, snapshot: Snapshot, kind: str) -> list[int]:
    """Ids in the lists of the case (of ``parties`` or ``accounts``) whose members may see it."""
    lists = (key for key, spec in procedure.facts.items() if spec.sees and spec.type == kind)
    return list(dict.fromkeys(item for key in lists for item in snapshot.listed(key)))


_BARRING = {"parties": party_token, "accounts": account_token, "units": member_token}


def barred_by(procedure: Procedure, snapshot: Snapshot) -> list[int]:
    """Tokens of those who never see the case: an accused person, an accused unit's people. Sorted."""
    return sorted(
        {
            _BARRING[spec.type](item)
            for key, spec in procedure.facts.items()
            if spec.bars
            for item in snapshot.listed(key)
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
    facts: dict[str, Any]
    audience: list[int]


def _ids(facts: Mapping[str, Any], fact: str) -> list[int]:
    value = facts.get(fact)
    return value if isinstance(value, list) else []


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
        return frozenset(name for name in names if self._has(procedure, procedure.who[name]))

    def _has(self, procedure: Procedure, function: Function) -> bool:
        if self.actor.is_system or function.relation == "anyone":
            return True
        personal: dict[str, Callable[[], bool]] = {
            "system": lambda: False,
            "reporter": self._is_reporter,
            "handler": self._is_handler,
            "party": lambda: self._is_party(procedure, function.fact),
            "named": lambda: self._is_named(function),
        }
        if function.relation in personal:
            return personal[function.relation]()
        tokens = self.actor.tokens(function.permission or "")
        return not tokens.isdisjoint(self._tokens(function.relation))

    def _is_handler(self) -> bool:
        return self.actor.account_id is not None and self.actor.account_id == self._case.handler_id

    def _is_reporter(self) -> bool:
        by_party = self.actor.party_id is not None and self.actor.party_id == self._case.reporter_id
        return by_party or self._case.pk in self.actor.case_ids

    def _is_party(self, procedure: Procedure, fact: str | None) -> bool:
        """Whether the actor is a party: in the named list, or, where none is named, in any (or the reporter)."""
        own = self._proved()
        if self.actor.party_id is not None:
            own.add(self.actor.party_id)
        if fact is not None:
            return not own.isdisjoint(_ids(self._case.facts, fact))
        lists = (key for key, spec in procedure.facts.items() if spec.type == "parties" and not spec.bars)
        return self._is_reporter() or any(not own.isdisjoint(_ids(self._case.facts, key)) for key in lists)

    def _is_named(self, function: Function) -> bool:
        account = self.actor.account_id
        is_named = account is not None and account in _ids(self._case.facts, function.fact or "")
        return is_named and (function.permission is None or self.actor.holds(function.permission))

    def _proved(self) -> set[int]:
        """The parties to the case as whom the actor proved it by its code."""
        found = set(self.actor.proved_as(self._case.pk))
        if self._case.pk in self.actor.case_ids and self._case.reporter_id is not None:
            found.add(self._case.reporter_id)
        return found

    def party_id(self) -> int | None:
        """The party in whose name the actor acts: its own record where that is party to the case, or the one proved."""
        own = self.actor.party_id
        if own is not None and party_token(own) in self._case.audience:
            return own
        return min(self._proved(), default=None)

    def own_parties(self) -> set[int]:
        """All parties to the case that the actor is."""
        own = self.party_id()
        return self._proved() | ({own} if own is not None else set())

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
