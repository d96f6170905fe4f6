"""What the law asks of the composition of a mediation committee (人民调解法 art 8 and 9). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.days import three_years_after

FEWEST, MOST = 3, 9
DIRECTOR = "director"
ART_8, ART_8_EN = "《人民调解法》第八条", "People's Mediation Law art 8"
ART_9, ART_9_EN = "《人民调解法》第九条", "People's Mediation Law art 9"


@dataclass(frozen=True, slots=True)
class Seat:
    """One member to be: name at work, post (director, deputy, member), whether a woman, account if there is one."""

    name: str
    post: str
    is_woman: bool
    account_id: int | None = None


def faults_of(seats: Sequence[Seat], first: date, last: date) -> list[Refusal]:
    """Everything that is unlawful about a committee of ``seats`` from ``first`` to ``last``; empty when all is well.

    Refusals ``committee.size`` (3 to 9 members), ``committee.director`` (exactly one), ``committee.woman`` (at least
    one), ``committee.term`` (three years at most); each has the article in its parameters ``law`` and ``law_en``.
    """
    found = []
    if not FEWEST <= len(seats) <= MOST:
        found.append(
            Refusal("committee.size", "members", count=len(seats), least=FEWEST, most=MOST, law=ART_8, law_en=ART_8_EN)
        )
    directors = sum(seat.post == DIRECTOR for seat in seats)
    if directors != 1:
        found.append(Refusal("committee.director", "members", count=directors, law=ART_8, law_en=ART_8_EN))
    if not any(seat.is_woman for seat in seats):
        found.append(Refusal("committee.woman", "members", law=ART_8, law_en=ART_8_EN))
    longest = three_years_after(first)
    if last > longest:
        found.append(Refusal("committee.term", "valid_to", until=longest.isoformat(), law=ART_9, law_en=ART_9_EN))
    return found
