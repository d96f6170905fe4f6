"""The figures and words by which cases are looked at: data with a day from which they hold, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from minsheng.domains.disputes.warnings.words import Category, WordList

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Parameters:
    """One set. Days and months are of the calendar, ``place_metres`` metres, amounts yuan.

    ``never_kinds`` are kinds by procedure that are neither looked at nor counted for another case; ``failed`` the
    states by procedure in which an attempt to mediate has failed.
    """

    valid_from: date
    realms: tuple[str, ...]
    never_kinds: Mapping[str, tuple[str, ...]]
    never_procedures: tuple[str, ...]
    recent_days: int
    place_metres: float
    place_days: int
    place_cases: int
    people_factor: float
    people_at_least: int
    people_over: int
    amount_factor: float
    amount_at_least: Decimal
    amount_over: Decimal
    refusals: int
    missed: int
    retention_months: int
    failed: Mapping[str, tuple[str, ...]]


def parameters_on(day: date) -> Parameters:
    """The set that holds on ``day``; the oldest one for days before all."""
    return _newest(_sets(), day)


def words_on(day: date) -> WordList:
    """The list of words that holds on ``day``; the oldest one for days before all."""
    dated = _lists()
    return next((found for begin, found in reversed(dated) if begin <= day), dated[0][1])


def _newest(sets: tuple[Parameters, ...], day: date) -> Parameters:
    return next((one for one in reversed(sets) if one.valid_from <= day), sets[0])


def read_sets(text: str) -> tuple[Parameters, ...]:
    """Sets out of TOML, the oldest first. Raises ValueError, KeyError or TypeError on a malformed one."""
    return tuple(sorted((_set(table) for table in tomllib.loads(text)["set"]), key=lambda one: one.valid_from))


def read_lists(text: str) -> tuple[tuple[date, WordList], ...]:
    """Word lists out of TOML with the days from which they hold, the oldest first. Raises as ``read_sets``."""
    found = [(table["valid_from"], _list(table)) for table in tomllib.loads(text)["list"]]
    return tuple(sorted(found, key=lambda pair: pair[0]))


def _set(table: dict[str, Any]) -> Parameters:
    read = dict(table)
    for name in ("amount_at_least", "amount_over"):
        read[name] = Decimal(read[name])
    for name in ("never_kinds", "failed"):
        read[name] = {key: tuple(items) for key, items in read[name].items()}
    for name in ("realms", "never_procedures"):
        read[name] = tuple(read[name])
    return Parameters(**read)


def _list(table: dict[str, Any]) -> WordList:
    categories = tuple(
        Category(key, one["zh"], one["en"], {item["word"]: tuple(item.get("unless", ())) for item in one["words"]})
        for key, one in table["categories"].items()
    )
    return WordList(categories, tuple(table.get("negations", ())), table.get("reach", 6))


@cache
def _sets() -> tuple[Parameters, ...]:
    return read_sets((_HERE / "parameters.toml").read_text(encoding="utf-8"))


@cache
def _lists() -> tuple[tuple[date, WordList], ...]:
    return read_lists((_HERE / "words.toml").read_text(encoding="utf-8"))
