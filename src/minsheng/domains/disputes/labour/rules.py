"""Where a labour dispute goes after mediation (劳动争议调解仲裁法 art 14 to 16). Pure."""

from __future__ import annotations

from minsheng.base.errors import Refusal
from minsheng.kernel.procedures.registry import Question, guard

_PAYMENT_ORDER = frozenset({"pay", "injury_costs", "compensation"})


@guard("payment_order_open")
def payment_order_open(question: Question) -> Refusal | None:
    """支付令仅适用于劳动报酬、工伤医疗费、经济补偿或赔偿金 · For wages, injury costs and compensation."""
    return None if question.snapshot.kind in _PAYMENT_ORDER else Refusal("labour.no_payment_order", status=409)
