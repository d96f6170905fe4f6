"""What is known of a party in clear: checked, and written in one form. Lives in memory only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

from minsheng.base.codes.credit import check_credit_code
from minsheng.base.codes.identity import check_identity
from minsheng.base.codes.phone import check_phone
from minsheng.base.errors import Refusal, Refusals
from minsheng.base.text.cleaning import clean_text
from minsheng.kernel.parties.models import PartyKind

LONGEST_NAME = 100
LONGEST_ADDRESS = 200


@dataclass(frozen=True, slots=True, repr=False)
class Particulars:
    """Name, phone, identity (or credit) number and address of one party; empty where unknown."""

    name: str
    phone: str = ""
    identity: str = ""
    address: str = ""

    def __repr__(self) -> str:
        """Nothing personal: a representation ends up in logs."""
        return "Particulars(…)"


FIELDS = tuple(field.name for field in fields(Particulars))
"""Names of the encrypted fields of a party."""


def checked(kind: PartyKind, *, name: str, phone: str, identity: str, address: str) -> Particulars:
    """Check all four and write them in one form. Raises Refusals with every fault, each on the field of that name.

    ``identity`` is a citizen's number for a person (checksum and date) and a credit code for an organisation.
    """
    check_number = check_identity if kind == PartyKind.PERSON else check_credit_code
    faults: list[Refusal] = []
    found = {
        "name": _tried(faults, lambda: clean_text(" ".join(name.split()), "name", LONGEST_NAME)),
        "phone": _tried(faults, lambda: check_phone(phone, "phone") if phone.strip() else ""),
        "identity": _tried(faults, lambda: check_number(identity, "identity") if identity.strip() else ""),
        "address": _tried(faults, lambda: clean_text(address, "address", LONGEST_ADDRESS, required=False)),
    }
    if faults:
        raise Refusals(faults)
    return Particulars(**found)


def _tried(faults: list[Refusal], check: Callable[[], str]) -> str:
    try:
        return check()
    except Refusal as fault:
        faults.append(fault)
        return ""
