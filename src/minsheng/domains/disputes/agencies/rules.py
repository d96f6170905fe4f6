"""What an agency's entry must be like. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from minsheng.base.codes.phone import check_phone
from minsheng.base.errors import Refusal
from minsheng.base.text import clean_text
from minsheng.domains.disputes.days import check_choice
from minsheng.domains.disputes.kinds import DisputeType
from minsheng.domains.disputes.models import AgencyKind, Stationing

LONGEST_SIGN = 30
_SUNDAY = 7


def cleaned(
    *,
    kind: str,
    stationing: str,
    weekdays: Sequence[int],
    dispute_types: Sequence[str],
    sign_days: int,
    contact: str,
    phone: str,
) -> dict[str, Any]:
    """The values as they are stored: choices known, lists in order and without twins, texts trimmed.

    Raises Refusal ``field.choice``, ``agency.weekdays``, ``field.range``, ``phone.format``, ``text.…``.
    """
    if not 1 <= sign_days <= LONGEST_SIGN:
        raise Refusal("field.range", "sign_days", min=1, max=LONGEST_SIGN, value=sign_days)
    chosen = {check_choice(value, DisputeType.values, "dispute_types") for value in dispute_types}
    return {
        "kind": check_choice(kind, AgencyKind.values, "kind"),
        "stationing": check_choice(stationing, Stationing.values, "stationing"),
        "weekdays": _weekdays(stationing, weekdays),
        "dispute_types": [value for value in DisputeType.values if value in chosen],
        "sign_days": sign_days,
        "contact": clean_text(contact, "contact", 64, required=False),
        "phone": check_phone(phone) if phone.strip() else "",
    }


def _weekdays(stationing: str, weekdays: Sequence[int]) -> list[int]:
    """Sorted ISO weekdays. A rotating agency needs some, the others have none."""
    rotates = stationing == Stationing.ROTATING
    if rotates != bool(weekdays) or any(not 1 <= day <= _SUNDAY for day in weekdays):
        raise Refusal("agency.weekdays", "weekdays")
    return sorted(set(weekdays))
