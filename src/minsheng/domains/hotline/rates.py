"""The three rates of the hotline (三率) and its composite, from counts of answers. Pure; exact fractions.

国办发〔2020〕53号; Beijing regulation art. 32 names response, solution and satisfaction as the core. Exempt orders are
in no denominator. Since 国办函〔2025〕66号 the rates serve tiered evaluation, not a naive ranking.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Share:
    """A rate that keeps its numerator and denominator; it is divided only when it is shown, after roll-up."""

    part: Fraction
    whole: int

    @property
    def value(self) -> Fraction | None:
        """The rate between 0 and 1, or None when nothing counts."""
        return self.part / self.whole if self.whole else None

    def percent(self, places: int = 2) -> str:
        """The rate in per cent, rounded half up, ``–`` when nothing counts."""
        if self.value is None:
            return "–"
        scaled = (self.value * 100 * 10**places + Fraction(1, 2)).__floor__()
        return f"{scaled // 10**places}.{scaled % 10**places:0{places}d}" if places else str(scaled)

    def __add__(self, other: Share) -> Share:
        """Roll two shares up: numerators and denominators are added, rates never are."""
        return Share(self.part + other.part, self.whole + other.whole)


@dataclass(frozen=True, slots=True)
class Answer:
    """What counts of one order. ``reach`` is reached, unreachable, declined or silent; empty: nobody asked yet."""

    exempt: bool = False
    must_respond: bool = True
    responded_in_time: bool = False
    reach: str = ""
    solved: str = ""
    satisfied: str = ""


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the composite. They are the district's to set; these are an example (domain reference 13.9)."""

    response: Fraction = Fraction(1, 5)
    solution: Fraction = Fraction(2, 5)
    satisfaction: Fraction = Fraction(2, 5)
    partly: Fraction = field(default=Fraction(0))


@dataclass(frozen=True, slots=True)
class Rates:
    """The three rates, and apart from them how many could not or would not answer."""

    response: Share
    solution: Share
    satisfaction: Share
    unreachable: int
    declined: int
    silent: int

    def composite(self, weights: Weights) -> Fraction | None:
        """Σ weight × rate × 100, or None when one of the rates does not exist."""
        values = (self.response.value, self.solution.value, self.satisfaction.value)
        if any(value is None for value in values):
            return None
        parts = zip((weights.response, weights.solution, weights.satisfaction), values, strict=True)
        return sum((weight * (value or 0) for weight, value in parts), Fraction(0)) * 100


def rates(answers: Iterable[Answer], weights: Weights | None = None) -> Rates:
    """Count the three rates. Solution and satisfaction count only reporters who were reached and answered."""
    counted = [answer for answer in answers if not answer.exempt]
    due = [answer for answer in counted if answer.must_respond]
    reached = [answer for answer in counted if answer.reach == "reached"]
    solved = [answer for answer in reached if answer.solved]
    rated = [answer for answer in reached if answer.satisfied]
    partly = (weights or Weights()).partly
    points = sum(1 for a in solved if a.solved == "yes") + partly * sum(1 for a in solved if a.solved == "partly")
    return Rates(
        response=Share(Fraction(sum(a.responded_in_time for a in due)), len(due)),
        solution=Share(Fraction(points), len(solved)),
        satisfaction=Share(Fraction(sum(a.satisfied in {"satisfied", "fairly"} for a in rated)), len(rated)),
        unreachable=sum(a.reach == "unreachable" for a in counted),
        declined=sum(a.reach == "declined" for a in counted),
        silent=sum(a.reach == "silent" for a in counted),
    )
