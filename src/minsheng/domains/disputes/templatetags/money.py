"""Amounts of money on screens."""

from __future__ import annotations

from decimal import Decimal

from django import template

register = template.Library()


@register.filter
def yuan(amount: Decimal | None) -> str:
    """An amount in yuan with two decimals and grouped thousands; a dash for none."""
    return "—" if amount is None else f"¥{amount:,.2f}"
