"""Reading parties: masked for people, in clear only for sending a message."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from minsheng.kernel.parties.models import Party
from minsheng.kernel.parties.sealing import unseal


@dataclass(frozen=True, slots=True)
class Masked:
    """What a screen may show of a party without a reason. Both are empty once the party has been erased."""

    party_id: int
    kind: str
    name: str
    phone: str
    is_erased: bool


@dataclass(frozen=True, slots=True, repr=False)
class Contact:
    """How a party is addressed and reached; only for the sender of a message, never kept."""

    name: str
    phone: str

    def __repr__(self) -> str:
        """Nothing personal: a representation ends up in logs."""
        return "Contact(…)"


def masked(party_ids: Iterable[int]) -> dict[int, Masked]:
    """Masked parties by id, by one statement; those that the database does not show to the actor are left out."""
    columns = ("id", "kind", "masked_name", "masked_phone", "erased_at")
    rows = Party.objects.filter(id__in=set(party_ids)).values_list(*columns)
    return {row[0]: Masked(row[0], row[1], row[2], row[3], row[4] is not None) for row in rows}


def contact_of(party_id: int) -> Contact | None:
    """Name and phone in clear, for sending a message to the party; ``None`` when it is erased or has no phone.

    Needs system eyes. A screen must use `services.reveal_party`, which asks for a reason and writes the log.
    """
    party = Party.objects.filter(pk=party_id, erased_at__isnull=True).first()
    if party is None or party.phone_cipher is None:
        return None
    clear = unseal(party, ("name", "phone"))
    return Contact(clear["name"], clear["phone"])
