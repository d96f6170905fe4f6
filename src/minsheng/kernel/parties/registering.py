"""Finding a party again or adding it, in as few statements as filing can bear."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import connection
from django.utils import timezone

from minsheng.kernel.access.models import Account
from minsheng.kernel.parties.models import Party, PartyKind
from minsheng.kernel.parties.particulars import Particulars
from minsheng.kernel.parties.sealing import identity_indexes, person_indexes, seal, unseal

_COLUMNS = (
    "kind",
    "stamp",
    "wrapped_key",
    "name_cipher",
    "phone_cipher",
    "identity_cipher",
    "address_cipher",
    "phone_index",
    "identity_index",
    "person_index",
    "masked_name",
    "masked_phone",
    "account_id",
    "created_at",
)
# One statement without a savepoint: when another transaction is adding the same person, this one waits and adds
# nothing.
_INSERT = (
    f"INSERT INTO parties_party ({', '.join(_COLUMNS)}) "  # noqa: S608 -- made of the names above alone
    f"VALUES ({', '.join(['%s'] * len(_COLUMNS))}) "
    "ON CONFLICT DO NOTHING RETURNING id"
)


# Fixed statements: filing does this each time, and Django would compile them anew each time.
_OWN = "SELECT * FROM parties_party WHERE account_id = %s"
_SAME = "SELECT * FROM parties_party WHERE account_id IS NULL AND kind = %s AND person_index = ANY (%s)"
_FIRST = " ORDER BY id LIMIT 1"


def add_or_find(kind: PartyKind, clear: Particulars, account: Account | None) -> tuple[Party, bool]:
    """The party of these particulars, and whether it was added now. Needs system eyes."""
    found = _known(kind, clear, account)
    if found is not None:
        return found, False
    party = seal(Party(kind=kind.value, account=account, created_at=timezone.now()), clear)
    if _insert(party):
        if account is not None:
            Account.objects.filter(pk=account.pk).update(party_id=party.pk)
        return party, True
    # Another transaction was faster; it has committed by now, and a new statement sees its row.
    found = _known(kind, clear, account)
    if found is None:
        raise RuntimeError("a party could be neither added nor found")
    return found, False


def fill_address(party: Party, address: str) -> None:
    """Add an address to a party that has none. Needs system eyes."""
    seal(party, replace(Particulars(**unseal(party)), address=address)).save(update_fields=["address_cipher"])


def _known(kind: PartyKind, clear: Particulars, account: Account | None) -> Party | None:
    """The same party, if it is there; never one when nothing tells it from others (no account, phone or number)."""
    if account is not None:
        return _first(_OWN, [account.pk])
    person = person_indexes(clear)
    if not person:
        return None
    if not clear.identity:
        return _first(_SAME + _FIRST, [kind.value, person])
    numbers = identity_indexes(clear.identity)
    return _first(f"{_SAME} AND identity_index = ANY (%s){_FIRST}", [kind.value, person, numbers])


def _first(statement: str, arguments: list[Any]) -> Party | None:
    return next(iter(Party.objects.raw(statement, arguments)), None)


def _insert(party: Party) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [getattr(party, column) for column in _COLUMNS])
        row = cursor.fetchone()
    if row is None:
        return False
    party.pk = row[0]
    party._state.adding = False  # noqa: SLF001 -- as Django says for rows that one has stored oneself
    party._state.db = connection.alias  # noqa: SLF001 -- the same
    return True
