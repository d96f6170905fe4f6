"""The summary as people read it in a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from minsheng.interop.exchange.preparing import Learned
from minsheng.interop.exchange.summary import Line, Summary

_WIDE = frozenset("WF")
_NAME_WIDTH = 20
_MOST_NAMED = 10


def printed(summary: Summary, *, dry_run: bool = False) -> Iterator[str]:
    """The lines of a summary. Chinese names take two columns a character, so the table stays straight."""
    would = "would land" if dry_run else "landed"
    yield f"{summary.landed} messages {would}, {summary.known} known, {summary.refused} refused"
    if summary.answered_now:
        got = "would get" if dry_run else "got"
        yield f"{summary.answered_now} known messages {got} the answer that has come since"
    if summary.suggested:
        yield f"{summary.suggested} of them with a category that is only suggested: a person decides"
    yield ""
    yield f"{_padded('answered', _NAME_WIDTH)}{'cases':>8}{'in time':>9}{'late':>8}{'share':>9}"
    for line in (*summary.categories, Line("all", summary.total.answered, summary.total.in_time, summary.total.late)):
        share = "–" if line.share is None else f"{line.share:.1%}"
        yield f"{_padded(line.name, _NAME_WIDTH)}{line.answered:>8}{line.in_time:>9}{line.late:>8}{share:>9}"
    yield ""
    if summary.median_days is not None and summary.p90_days is not None:
        yield f"working days to the answer: median {summary.median_days:g}, 90 % within {summary.p90_days:g}"
    yield f"without an answer: {summary.open}, of these late now: {summary.open_late}"
    if summary.guessed_years:
        years = ", ".join(map(str, summary.guessed_years))
        yield f"provisional: {summary.provisional} cases touch years without an official calendar ({years})"


def learned_line(learned: Learned, paths: Sequence[Path]) -> str:
    """One line about a model that has just been trained, with the share told right of texts it had not seen."""
    model = learned.model
    text = f"suggestions learned from {model.samples} texts ({', '.join(path.name for path in paths) or 'cases'})"
    if model.held_out:
        text += f", {model.right / model.held_out:.1%} of {model.held_out} held-out texts told right"
    if learned.unknown:
        text += f"; labels that are no category: {', '.join(learned.unknown[:_MOST_NAMED])}"
    return text


def _padded(text: str, width: int) -> str:
    taken = sum(2 if unicodedata.east_asian_width(c) in _WIDE else 1 for c in text)
    return text + " " * max(width - taken, 1)
