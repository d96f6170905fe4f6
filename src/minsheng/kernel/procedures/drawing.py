"""The diagram of a procedure: Mermaid text for documents, SVG for pages. Made from the file, never drawn by hand."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from html import escape

from minsheng.kernel.procedures.checker import edges
from minsheng.kernel.procedures.schema import ANY_OPEN, BIRTH, Procedure


def mermaid(procedure: Procedure, language: str = "zh") -> str:
    """A Mermaid state diagram. Acts that are open everywhere are listed in a note instead of drawn from each state."""
    lines = ["stateDiagram-v2"]
    lines += [f'  state "{state(language)}" as {key}' for key, state in procedure.states.items()]
    lines.append(f"  [*] --> {procedure.initial}")
    for (before, after), names in _arrows(procedure, language).items():
        lines.append(f"  {before} --> {after}: {' / '.join(names)}")
    lines += [f"  {key} --> [*]" for key in procedure.final]
    return "\n".join(lines) + "\n"


def _arrows(procedure: Procedure, language: str) -> dict[tuple[str, str], list[str]]:
    arrows: dict[tuple[str, str], list[str]] = defaultdict(list)
    for before, key, after in edges(procedure):
        act = procedure.act[key]
        drawn = before not in {BIRTH, after} and act.source != ANY_OPEN
        if drawn and act(language) not in arrows[before, after]:  # two choices may lead to the same state
            arrows[before, after].append(act(language))
    return dict(arrows)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Measures of the drawing, in pixels. English words are longer, so its boxes are wider and fewer to a row."""

    width: int
    columns: int
    head: int = 40
    line: int = 24
    gap_x: int = 44
    gap_y: int = 48
    margin: int = 16


_SHEETS = {"zh": _Sheet(width=280, columns=4), "en": _Sheet(width=392, columns=3)}


def svg(procedure: Procedure, language: str = "zh", current: str | None = None) -> str:
    """The diagram as SVG: a box for each state with the acts that leave it and where they lead, final states last.

    States stand in the order of the file; an arrow joins neighbours where an act leads on. Every other move is named in
    the box it leaves, so that no line crosses another. Classes only, no styles: a strict CSP holds. ``current`` is the
    state to mark.
    """
    words = "en" if language.startswith("en") else "zh"
    sheet = _SHEETS[words]
    arrows = _arrows(procedure, words)
    final = [state for state in procedure.states if state in procedure.final]
    states = [state for state in procedure.states if state not in procedure.final]
    exits = {
        state: [(" / ".join(names), after) for (before, after), names in arrows.items() if before == state]
        for state in procedure.states
    }
    rows = [*_cut(states, sheet.columns), *_cut(final, sheet.columns)]
    parts: list[str] = []
    top = sheet.margin
    for row in rows:
        height = sheet.head + sheet.line * max(len(exits[state]) for state in row) + 12
        for place, state in enumerate(row):
            left = sheet.margin + place * (sheet.width + sheet.gap_x)
            parts.append(_box(procedure, state, exits[state], (left, top, height), sheet, words, current))
            if place and (row[place - 1], state) in arrows:
                parts.append(_join(left - sheet.gap_x, left, top + sheet.head // 2))
        top += height + sheet.gap_y
    width = 2 * sheet.margin + sheet.columns * sheet.width + (sheet.columns - 1) * sheet.gap_x
    head = (
        f'<svg class="diagram" viewBox="0 0 {width} {top - sheet.gap_y + sheet.margin}" role="img" '
        f'aria-label="{escape(procedure.name(words))}" xmlns="http://www.w3.org/2000/svg">'
    )
    return "".join([head, *parts, "</svg>"])


def _cut(states: list[str], size: int) -> list[list[str]]:
    return [states[start : start + size] for start in range(0, len(states), size)]


def _join(start: int, end: int, y: int) -> str:
    return (
        f'<g class="diagram-arrow"><path d="M{start} {y}H{end - 7}"/>'
        f'<path class="diagram-tip" d="M{end - 9} {y - 5}L{end - 1} {y}L{end - 9} {y + 5}z"/></g>'
    )


def _box(
    procedure: Procedure,
    state: str,
    exits: list[tuple[str, str]],
    place: tuple[int, int, int],
    sheet: _Sheet,
    words: str,
    current: str | None,
) -> str:
    x, y, height = place
    kind = "final" if state in procedure.final else "initial" if state == procedure.initial else "open"
    here = " diagram-here" if state == current else ""
    lines = "".join(
        _exit(procedure, act, after, x, y + sheet.head + 18 + sheet.line * number, sheet, words)
        for number, (act, after) in enumerate(exits)
    )
    return (
        f'<g class="diagram-state diagram-{kind}{here}">'
        f'<rect class="diagram-box" x="{x}" y="{y}" width="{sheet.width}" '
        f'height="{height}" rx="6"/><text class="diagram-name" x="{x + 12}" y="{y + 26}">'
        f"{escape(procedure.states[state](words))}</text>{lines}</g>"
    )


def _exit(procedure: Procedure, act: str, after: str, x: int, y: int, sheet: _Sheet, words: str) -> str:
    target = procedure.states[after](words)
    ending = " diagram-ends" if after in procedure.final else ""
    room = int((sheet.width - 36) / (13 if words == "zh" else 6.6)) - len(target)
    shown = act if len(act) <= room else act[: max(room - 1, 4)] + "…"
    return (
        f'<g class="diagram-exit{ending}"><title>{escape(act)} → {escape(target)}</title>'
        f'<text class="diagram-act" x="{x + 12}" y="{y}">{escape(shown)}</text>'
        f'<text class="diagram-target" x="{x + sheet.width - 12}" y="{y}" text-anchor="end">→ {escape(target)}</text>'
        "</g>"
    )
