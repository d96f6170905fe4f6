"""Who is named how in a paper.

The rule. A paper names people as far as its reader may know them:

* Whoever works on the case and has given no reason reads masked names, and no number, telephone or address at all.
* With ``parties.reveal`` and a reason the same reader gets everything in clear; each party leaves its line in the audit
  log, as any look at particulars does (``kernel.parties.services.reveal_party``).
* A party reads its own particulars in clear, and of the others the full name alone, and that only in a paper that all
  of them have agreed to (the agreement and what is made from it): it is what they sign, and an agreement with nobody in
  particular cannot be enforced. Number, telephone and address of the others stay out: their own copy has them.
  In every other paper the others are masked. The log keeps that the paper was made for a party.
* An agency to which the case was handed over stands to its own case as the first two say.

What people have said in their own words stands as it is: whoever may have the paper reads the same words on the page of
the case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.parties.models import Party, PartyKind
from minsheng.kernel.parties.particulars import FIELDS
from minsheng.kernel.parties.sealing import unseal
from minsheng.kernel.parties.services import reveal_party

HIDDEN = "（按规定不显示）"


@dataclass(frozen=True, slots=True, repr=False)
class Person:
    """A party as a paper names it. Empty particulars are not known, HIDDEN ones not for this reader."""

    name: str
    is_organisation: bool = False
    identity: str = HIDDEN
    phone: str = HIDDEN
    address: str = HIDDEN

    def __repr__(self) -> str:
        """Nothing personal: a representation ends up in logs."""
        return "Person(…)"


Naming = Callable[[Iterable[int]], Mapping[int, Person]]
"""Gives the parties of these ids as the reader may know them. Needs system eyes."""


def masked_people(ids: Iterable[int]) -> dict[int, Person]:
    """Everybody masked."""
    return {row.pk: _masked(row) for row in _rows(ids)}


def people_for_parties(own: frozenset[int], *, agreed: bool) -> Naming:
    """For a party: itself in clear, the others by name where all have ``agreed`` to the paper."""

    def named(ids: Iterable[int]) -> dict[int, Person]:
        found = {}
        for row in _rows(ids):
            if row.pk in own and row.erased_at is None:
                found[row.pk] = _clear(row, unseal(row, FIELDS))
            elif agreed and row.erased_at is None:
                found[row.pk] = Person(unseal(row, ("name",))["name"], _is_organisation(row))
            else:
                found[row.pk] = _masked(row)
        return found

    return named


def people_in_clear(by: Actor, case_id: int, reason: str) -> Naming:
    """For somebody who gives a reason: all in clear, and a line in the log for each.

    The naming raises what ``reveal_party`` raises: Refusal ``access.denied``, ``reason.short``, ``party.not_found``.
    """

    def named(ids: Iterable[int]) -> dict[int, Person]:
        found = {}
        for row in _rows(ids):
            if row.erased_at is not None:
                found[row.pk] = _masked(row)
                continue
            clear = reveal_party(by=by, party_id=row.pk, fields=FIELDS, reason=reason, case_id=case_id)
            found[row.pk] = _clear(row, clear)
        return found

    return named


def _rows(ids: Iterable[int]) -> list[Party]:
    with acting_as_system():
        return list(Party.objects.filter(pk__in=set(ids)).order_by("pk"))


def _is_organisation(row: Party) -> bool:
    return row.kind == PartyKind.ORGANISATION


def _masked(row: Party) -> Person:
    return Person(row.masked_name or "（已删除）", _is_organisation(row))


def _clear(row: Party, clear: Mapping[str, str]) -> Person:
    return Person(clear["name"], _is_organisation(row), clear["identity"], clear["phone"], clear["address"])
