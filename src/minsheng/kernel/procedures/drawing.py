"""The diagram of a procedure: Mermaid text for documents, SVG for pages. Made from the file, never drawn by hand."""

from __future__ import annotations

from collections import defaultdict
from html import escape

from minsheng.kernel.procedures.checker import edges
from minsheng.kernel.procedures.schema import ANY_OPEN, BIRTH, Procedure

_BOX_WIDTH, _BOX_HEIGHT, _GAP_X, _GAP_Y, _MARGIN = 168, 46, 110, 74, 28


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
        if before != BIRTH and before != after and act.source != ANY_OPEN:
            arrows[before, after].append(act(language))
    return dict(arrows)


def layers(procedure: Procedure) -> list[list[str]]:
    """States in columns by their distance from the initial state; final states in the last column."""
    depth = {procedure.initial: 0}
    todo = [procedure.initial]
    moves = [(b, a) for b, k, a in edges(procedure) if b != BIRTH and procedure.act[k].source != ANY_OPEN]
    while todo:
        state = todo.pop(0)
        for before, after in moves:
            if before == state and after not in depth:
                depth[after] = depth[state] + 1
                todo.append(after)
    last = max(depth.values(), default=0) + 1
    columns: dict[int, list[str]] = defaultdict(list)
    for state in procedure.states:
        columns[last if state in procedure.final else depth.get(state, last - 1)].append(state)
    return [columns[index] for index in sorted(columns)]


def svg(procedure: Procedure, language: str = "zh", current: str | None = None) -> str:
    """An SVG diagram with titles and no styles of its own (classes only, so that a strict CSP holds).

    Arrows going forward run between columns, arrows going back bow below. ``current`` is the state to mark.
    """
    columns = layers(procedure)
    spots = {
        state: (_MARGIN + x * (_BOX_WIDTH + _GAP_X), _MARGIN + y * (_BOX_HEIGHT + _GAP_Y))
        for x, column in enumerate(columns)
        for y, state in enumerate(column)
    }
    rows = max(len(column) for column in columns)
    width = 2 * _MARGIN + len(columns) * _BOX_WIDTH + (len(columns) - 1) * _GAP_X
    height = 2 * _MARGIN + rows * _BOX_HEIGHT + (rows - 1) * _GAP_Y + 60
    parts = [
        f'<svg class="diagram" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(procedure.name(language))}" '
        'xmlns="http://www.w3.org/2000/svg">',
        '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0 8 4 0 8z" class="diagram-tip"/></marker></defs>',
    ]
    arrows = _arrows(procedure, language)
    parts += [_arrow(spots[before], spots[after], names) for (before, after), names in arrows.items()]
    parts += [_box(procedure, state, spot, language, current) for state, spot in spots.items()]
    return "".join([*parts, "</svg>"])


def _box(procedure: Procedure, state: str, spot: tuple[int, int], language: str, current: str | None) -> str:
    x, y = spot
    kind = "final" if state in procedure.final else "initial" if state == procedure.initial else "open"
    here = " diagram-here" if state == current else ""
    return (
        f'<g class="diagram-state diagram-{kind}{here}"><rect x="{x}" y="{y}" width="{_BOX_WIDTH}" '
        f'height="{_BOX_HEIGHT}" rx="6"/><text x="{x + _BOX_WIDTH // 2}" y="{y + _BOX_HEIGHT // 2 + 5}" '
        f'text-anchor="middle">{escape(procedure.states[state](language))}</text></g>'
    )


def _arrow(start: tuple[int, int], end: tuple[int, int], names: list[str]) -> str:
    (x1, y1), (x2, y2) = start, end
    title = f"<title>{escape(' / '.join(names))}</title>"
    middle = _BOX_HEIGHT // 2
    if x2 > x1:
        path = f"M{x1 + _BOX_WIDTH} {y1 + middle}C{x1 + _BOX_WIDTH + 60} {y1 + middle} {x2 - 60} {y2 + middle} {x2} {y2 + middle}"
        label = ((x1 + _BOX_WIDTH + x2) // 2, (y1 + y2) // 2 + middle - 6)
    elif x1 == x2:
        side = x1 + _BOX_WIDTH // 2 + (24 if y2 > y1 else -24)
        top, bottom = (y1 + _BOX_HEIGHT, y2) if y2 > y1 else (y1, y2 + _BOX_HEIGHT)
        path = f"M{side} {top}L{side} {bottom}"
        label = (side + 4, (top + bottom) // 2)
    else:
        low = max(y1, y2) + _BOX_HEIGHT + 34
        path = f"M{x1 + 50} {y1 + _BOX_HEIGHT}C{x1} {low} {x2 + _BOX_WIDTH} {low} {x2 + _BOX_WIDTH - 50} {y2 + _BOX_HEIGHT}"
        label = ((x1 + x2 + _BOX_WIDTH) // 2, low - 8)
    text = f"{names[0]}…" if len(names) > 1 else names[0]
    return (
        f'<g class="diagram-arrow">{title}<path d="{path}" marker-end="url(#arrow)"/>'
        f'<text x="{label[0]}" y="{label[1]}" text-anchor="middle">{escape(text)}</text></g>'
    )
