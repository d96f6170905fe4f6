"""The file of refused rows: where, what, why. It is made to be opened in a spreadsheet, so no cell of it can be run."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from minsheng.base.text import mask_phones_in
from minsheng.interop.exchange.messages import Fault, Refused
from minsheng.surface.wording import say

HEADING = ("行号", "留言编号", "列", "代码", "原因", "内容")
_LONGEST = 80
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def write_rejects(path: Path, refused: Iterable[Refused]) -> None:
    """Write one line for each fault, in UTF-8 with a mark so that spreadsheets read it. Raises OSError."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADING)
        writer.writerows(_cells(fault) for row in refused for fault in row.faults)


def reason(fault: Fault) -> str:
    """Why the row was refused, as a Chinese sentence."""
    return say(fault.refusal, "zh")


def excerpt(text: str) -> str:
    """A piece of what somebody wrote: on one line, short, without telephone and identity numbers."""
    plain = _on_one_line(text)
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}…"


def harmless(cell: str) -> str:
    """A cell that no spreadsheet executes: an apostrophe before whatever might begin a formula."""
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell


def _cells(fault: Fault) -> tuple[str, ...]:
    column, code = fault.refusal.field or "", fault.refusal.code
    return (
        str(fault.row),
        harmless(excerpt(fault.number)),
        column,
        code,
        _on_one_line(reason(fault)),
        harmless(excerpt(fault.content)),
    )


def _on_one_line(text: str) -> str:
    masked = mask_phones_in("".join(c if c.isprintable() else " " for c in text))
    return " ".join(masked.split())
