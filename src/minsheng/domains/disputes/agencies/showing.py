"""Agencies in words."""

from __future__ import annotations

from django.utils.dates import WEEKDAYS

from minsheng.domains.disputes.models import Agency


def weekday_names(agency: Agency) -> list[str]:
    """The weekdays on which a rotating agency is there, in the reader's language."""
    return [str(WEEKDAYS[number - 1]) for number in agency.weekdays]
