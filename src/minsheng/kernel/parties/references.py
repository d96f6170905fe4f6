"""Parties that are known only by what another system calls them, such as the user numbers of a message board."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection
from django.utils import timezone

from minsheng.base.arrays import array_literal
from minsheng.base.text.cleaning import clean_text
from minsheng.kernel.parties.models import Party, PartyKind
from minsheng.kernel.parties.particulars import LONGEST_NAME, Particulars
from minsheng.kernel.parties.sealing import reference_indexes, seal

_TYPES = {
    "kind": "text",
    "stamp": "uuid",
    "wrapped_key": "bytea",
    "name_cipher": "bytea",
    "reference_index": "bytea",
    "masked_name": "text",
    "masked_phone": "text",
    "created_at": "timestamptz",
}
_INSERT = (
    f"INSERT INTO parties_party ({', '.join(_TYPES)}) "  # noqa: S608 -- made of the names above alone
    f"SELECT * FROM unnest({', '.join(f'%s::{kind}[]' for kind in _TYPES.values())}) "
    "ON CONFLICT DO NOTHING RETURNING reference_index, id"
)
_FIND = "SELECT reference_index, id FROM parties_party WHERE reference_index = ANY (%s::bytea[])"


def register_references(*, source: str, references: Iterable[str]) -> dict[str, int]:
    """Ids of the persons whom the system ``source`` calls ``references``; who is unknown is registered. 2 statements.

    The reference is kept as the party's name, encrypted, and found again by its fingerprint: the same person in every
    row and run. Must run inside a transaction that looks as the system, as part of a larger service.
    Raises Refusal ``text.*`` on field ``reference``.
    """
    wanted = {clean_text(text, "reference", LONGEST_NAME): reference_indexes(source, text) for text in references}
    known = _found([index for indexes in wanted.values() for index in indexes])
    # In one order everywhere: two transactions that add the same persons wait for each other, not both for ever.
    missing = sorted(text for text, indexes in wanted.items() if known.keys().isdisjoint(indexes))
    known |= _added([_party(text, wanted[text][0]) for text in missing])
    if raced := [wanted[text][0] for text in missing if wanted[text][0] not in known]:
        known |= _found(raced)  # another transaction was faster; it has committed by now
    return {text: next(known[index] for index in indexes if index in known) for text, indexes in wanted.items()}


def _party(reference: str, index: bytes) -> Party:
    party = seal(Party(kind=PartyKind.PERSON.value, created_at=timezone.now()), Particulars(reference))
    party.reference_index = index
    return party


def _found(indexes: Sequence[bytes]) -> dict[bytes, int]:
    return _asked(_FIND, [array_literal(indexes)])


def _added(parties: Sequence[Party]) -> dict[bytes, int]:
    if not parties:
        return {}
    return _asked(_INSERT, [array_literal([getattr(party, name) for party in parties]) for name in _TYPES])


def _asked(statement: str, columns: Sequence[str]) -> dict[bytes, int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, columns)
        return {bytes(index): pk for index, pk in cursor.fetchall()}
