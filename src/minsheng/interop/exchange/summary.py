"""The figures at the end of an import: how many, how quickly, how many in time, by first-level category. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

from minsheng.interop.exchange.landed import Landed
from minsheng.interop.exchange.outcomes import Outcome

_HALF, _NINE_TENTHS = Fraction(1, 2), Fraction(9, 10)


@dataclass(frozen=True, slots=True)
class Line:
    """Answered cases of one first-level category, or of all. The share keeps its parts."""

    name: str
    answered: int
    in_time: int
    late: int

    @property
    def share(self) -> float | None:
        """The share answered in time; None when nothing is answered."""
        return self.in_time / self.answered if self.answered else None


@dataclass(frozen=True, slots=True)
class Summary:
    """What an import says of itself. Days are working days; ``guessed_years`` had no official calendar."""

    landed: int
    answered_now: int
    known: int
    refused: int
    suggested: int
    open: int
    open_late: int
    median_days: float | None
    p90_days: float | None
    total: Line
    categories: tuple[Line, ...]
    provisional: int
    guessed_years: tuple[int, ...]

    def as_data(self) -> dict[str, Any]:
        """The summary for JSON; each line with its share."""
        data = asdict(self)
        data["total"]["share"] = self.total.share
        for line, entry in zip(self.categories, data["categories"], strict=True):
            entry["share"] = line.share
        return data


def summarise(done: Landed, name_of: Callable[[int | None], str]) -> Summary:
    """Count outcomes. ``name_of`` names a first-level category (and the lack of one)."""
    answered = [outcome for outcome in done.outcomes if outcome.working_days is not None]
    waiting = [outcome for outcome in done.outcomes if outcome.is_open and outcome.working_days is None]
    days = sorted(outcome.working_days or 0 for outcome in answered)
    by_category: dict[int | None, list[Outcome]] = {}
    for outcome in answered:
        by_category.setdefault(outcome.category_id, []).append(outcome)
    lines = [_line(name_of(category), outcomes) for category, outcomes in by_category.items()]
    guessed = [outcome for outcome in done.outcomes if outcome.guessed_years]
    return Summary(
        landed=done.landed,
        answered_now=done.answered,
        known=done.known,
        refused=len(done.refused),
        suggested=done.suggested,
        open=len(waiting),
        open_late=sum(outcome.late for outcome in waiting),
        median_days=quantile(days, _HALF),
        p90_days=quantile(days, _NINE_TENTHS),
        total=_line("", answered),
        categories=tuple(sorted(lines, key=lambda line: (-line.answered, line.name))),
        provisional=len(guessed),
        guessed_years=tuple(sorted({year for outcome in guessed for year in outcome.guessed_years})),
    )


def quantile(values: Sequence[int], share: Fraction) -> float | None:
    """The quantile of sorted values, between two of them in proportion (as Excel's PERCENTILE.INC); None of none."""
    if not values:
        return None
    place = (len(values) - 1) * share
    low, high = values[floor(place)], values[ceil(place)]
    return float(low + (high - low) * (place - floor(place)))


def _line(name: str, answered: Iterable[Outcome]) -> Line:
    lates = [outcome.late for outcome in answered]
    return Line(name, len(lates), lates.count(False), lates.count(True))
