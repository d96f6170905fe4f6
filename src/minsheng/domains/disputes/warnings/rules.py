"""The rules of early warning, one function each. Pure: they are given a look at a case and the parameters of the day.

Each answers with a Finding or None. None of them knows or judges a person: they compare disputes.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from minsheng.domains.disputes.warnings.findings import Finding, Look, Neighbour, Sides, Size
from minsheng.domains.disputes.warnings.parameters import Parameters
from minsheng.domains.disputes.warnings.words import WordList, find
from minsheng.kernel.cases.likeness import Spot, metres_between

MOST_NAMED = 20
"""So many other cases are named in one warning at most; the newest."""


def same_parties(look: Look, by: Parameters) -> Finding | None:
    """Another dispute between the same two sides that is open or recent, whichever side has brought it."""
    found = [it for it in look.with_same_parties if _is_open_or_recent(it, look, by) and opposed(look.sides, it.sides)]
    if not found:
        return None
    return Finding("same_parties", _case_marks(found), {"cases": _ids(found)})


def opposed(mine: Sides, theirs: Sides) -> bool:
    """Whether somebody of each of my sides stands on opposite sides there. Allies in another dispute do not."""
    straight = mine.one & theirs.one and mine.other & theirs.other
    return bool(straight or (mine.one & theirs.other and mine.other & theirs.one))


def same_place(look: Look, by: Parameters) -> Finding | None:
    """So many disputes, this one among them, within some metres and days."""
    mine = Spot(look.filed_at, look.lon, look.lat)
    near = []
    for other in look.nearby:
        metres = metres_between(mine, Spot(other.filed_at, other.lon, other.lat))
        days = abs(other.filed_at - look.filed_at)
        if metres is not None and metres <= by.place_metres and days <= timedelta(days=by.place_days):
            near.append(other)
    if len(near) + 1 < by.place_cases:
        return None
    data = {"cases": _ids(near), "count": len(near) + 1, "metres": by.place_metres, "days": by.place_days}
    return Finding("same_place", _case_marks(near), data, new_enough=max(by.place_cases - 1, 1))


def growing(look: Look, by: Parameters) -> Finding | None:
    """More people or more money than the case began with: by a factor, or over a threshold."""
    people = [(size.seq, Decimal(size.people)) for size in _in_order(look.sizes) if size.people is not None]
    amount = [(size.seq, size.amount) for size in _in_order(look.sizes) if size.amount is not None]
    grown = [
        *_grown("people", people, by.people_factor, Decimal(by.people_at_least), Decimal(by.people_over)),
        *_grown("amount", amount, by.amount_factor, by.amount_at_least, by.amount_over),
    ]
    if not grown:
        return None
    data = {}
    for what, series in (("people", people), ("amount", amount)):
        if any(mark.startswith(what) for mark in grown):
            data[what] = {"first": str(series[0][1]), "now": str(series[-1][1]), "seq": series[-1][0]}
    return Finding("growing", tuple(grown), data)


def _grown(
    what: str, series: Sequence[tuple[int, Decimal]], factor: float, least: Decimal, over: Decimal
) -> Iterator[str]:
    """Marks of growth: how often it was multiplied by ``factor`` since the beginning, and the threshold."""
    if len(series) < 2:
        return
    first, now = series[0][1], series[-1][1]
    if now <= first:
        return
    if now >= least and first > 0:
        steps = math.floor(math.log(float(now / first)) / math.log(factor) + 1e-9)
        yield from (f"{what}:x{step}" for step in range(1, steps + 1))
    if first < over <= now:
        yield f"{what}:over"


def threat(look: Look, words: WordList) -> Finding | None:
    """Words of the list in a text of the case. What is kept is the word of the list and where it stands."""
    hits = [
        {"category": hit.category, "word": hit.word, "seq": written.seq, "field": written.field}
        for written in look.texts
        for hit in find(written.text, words)
    ]
    unique = list({(hit["seq"], hit["field"], hit["word"]): hit for hit in hits}.values())
    if not unique:
        return None
    marks = dict.fromkeys(f"{hit['category']}:{hit['word']}:{hit['seq']}:{hit['field']}" for hit in unique)
    return Finding("threat", tuple(marks), {"hits": unique[:MOST_NAMED]})


def refusals(look: Look, by: Parameters) -> Finding | None:
    """The parties have refused so often, or so many attempts at the same matter have failed."""
    count = look.refusals + len(look.failures)
    if count < by.refusals:
        return None
    marks = tuple(f"refusals:{step * by.refusals}" for step in range(1, count // by.refusals + 1))
    return Finding("refusals", marks, {"count": count, "refusals": look.refusals, "cases": sorted(look.failures)})


def missed(look: Look, by: Parameters) -> Finding | None:
    """One unit has missed so many deadlines of this one case."""
    counts = Counter(it.unit_id for it in look.missed)
    late = sorted((unit, count) for unit, count in counts.items() if count >= by.missed)
    if not late:
        return None
    marks = tuple(
        f"unit:{unit}:{step * by.missed}" for unit, count in late for step in range(1, count // by.missed + 1)
    )
    return Finding("missed", marks, {"units": [{"unit": unit, "count": count} for unit, count in late]})


Rule = Callable[[Look, Parameters, WordList], Finding | None]
RULES: tuple[Rule, ...] = (
    lambda look, by, _words: same_parties(look, by),
    lambda look, by, _words: same_place(look, by),
    lambda look, by, _words: growing(look, by),
    lambda look, _by, words: threat(look, words),
    lambda look, by, _words: refusals(look, by),
    lambda look, by, _words: missed(look, by),
)


def findings(look: Look, by: Parameters, words: WordList) -> list[Finding]:
    """All signs on one case."""
    return [found for rule in RULES if (found := rule(look, by, words)) is not None]


def _is_open_or_recent(other: Neighbour, look: Look, by: Parameters) -> bool:
    return other.is_open or _days(other.filed_at, look.filed_at) <= by.recent_days


def _days(one: datetime, other: datetime) -> float:
    return abs(one - other) / timedelta(days=1)


def _case_marks(found: Iterable[Neighbour]) -> tuple[str, ...]:
    return tuple(f"case:{pk}" for pk in _ids(found))


def _ids(found: Iterable[Neighbour]) -> list[int]:
    newest = sorted(found, key=lambda it: (it.filed_at, it.case_id), reverse=True)[:MOST_NAMED]
    return sorted(it.case_id for it in newest)


def _in_order(sizes: Iterable[Size]) -> list[Size]:
    return sorted(sizes, key=lambda size: size.seq)
