"""Instants and days in words: short, in one line, the same everywhere."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import formats, timezone

from minsheng.surface.web.words import language_now

_INSTANT = {"en": "j M Y H:i", "zh": "Y-m-d H:i"}
_DAY = {"en": "j M Y", "zh": "Y-m-d"}
_SHORT = {"en": "j M", "zh": "n月j日"}


def _of(patterns: dict[str, str]) -> str:
    return patterns["en" if language_now().startswith("en") else "zh"]


def instant_words(value: datetime) -> str:
    """An instant in the district's zone."""
    return formats.date_format(timezone.localtime(value), _of(_INSTANT))


def day_words(value: date) -> str:
    """A day with its year."""
    return formats.date_format(value, _of(_DAY))


def short_day_words(value: date) -> str:
    """A day of this year."""
    return formats.date_format(value, _of(_SHORT))
