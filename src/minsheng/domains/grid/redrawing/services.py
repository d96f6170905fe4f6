"""Redrawing the grids of communities from a day on: checked as a whole, done in one transaction, or only rehearsed.

Law: GB/T 34300-2017: grids nest in their community without overlap and without gap, 300–500 households each, one code.
The outlines are put into the register by the services of the areas room, which keep the old ones for the days before:
a case keeps the grid of its date. Needs ``grid.redraw`` and ``areas.manage``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import shapely
from django.db import transaction
from django.utils import timezone

from minsheng.base.errors import Refusal, Refusals
from minsheng.base.text import clean_text
from minsheng.domains.grid.duties import close_duties
from minsheng.domains.grid.models import GridDuty
from minsheng.domains.grid.module import REDRAW
from minsheng.domains.grid.redrawing.wanted import COMMUNITY_DIGITS, Wanted
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.access.rules import require
from minsheng.kernel.areas.enums import GRID_KINDS, AreaKind
from minsheng.kernel.areas.geometry import Outline, matters, square_metres, wide_parts
from minsheng.kernel.areas.models import Area
from minsheng.kernel.areas.nodes import AreaNode
from minsheng.kernel.areas.registry import registry
from minsheng.kernel.areas.services import Drawing, close_area, create_area, draw_shapes
from minsheng.kernel.audit.services import record
from minsheng.kernel.cases.models import Content

FEWEST_HOUSEHOLDS, MOST_HOUSEHOLDS = 300, 500
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one grid: ``new``, ``drawn``, ``same`` or ``closed``; its size before and after in m²."""

    code: str
    name: str
    what: str
    before: int
    after: int
    households: int | None = None

    @property
    def is_unusual(self) -> bool:
        """Whether its households are known and not the 300 to 500 of the standard."""
        return self.households is not None and not FEWEST_HOUSEHOLDS <= self.households <= MOST_HOUSEHOLDS


@dataclass(slots=True)
class Redrawn:
    """What a redrawing did, or would do. ``moved`` counts open cases whose place lies in another grid from then on."""

    valid_from: date
    changes: list[Change] = field(default_factory=list)
    moved: int = 0
    without_worker: list[str] = field(default_factory=list)
    dry_run: bool = False


def current_grids(community: AreaNode, on: date) -> list[Wanted]:
    """The grids of a community as they are drawn on a day: where splitting and merging begin."""
    known = registry()
    nodes = [node for node in known.children(community.id, on) if node.kind in GRID_KINDS]
    counts = dict(Area.objects.filter(pk__in=[node.id for node in nodes]).values_list("pk", "households"))
    drawn = [(node, known.shape(node.id, on)) for node in nodes]
    return [
        Wanted(node.code, node.name, outline, counts[node.id], node.kind == AreaKind.SPECIAL_GRID)
        for node, outline in drawn
        if outline is not None
    ]


def redraw_grids(
    *, by: Actor, grids: Sequence[Wanted], valid_from: date, source: str, dry_run: bool = False
) -> Redrawn:
    """Let the grids of each community that ``grids`` name be these and no others, from a day after today on.

    Grids that are not named end the day before; whoever takes most of their ground is their successor. With ``dry_run``
    all is done and rolled back. Raises Refusals with all that is wrong: ``grid.no_community``, ``grid.gap`` (community,
    neighbours, square_metres), ``shape.overlaps``, ``shape.outside_parent``, ``area.*``, ``text.*``, and Refusal
    ``access.denied``, ``grid.redraw_day``, ``grid.nothing_wanted``, ``grid.nothing_changes``.
    """
    require(by, REDRAW)
    require(by, "areas.manage")
    if valid_from <= timezone.localdate():
        raise Refusal("grid.redraw_day", "valid_from")
    if not grids:
        raise Refusal("grid.nothing_wanted", "outlines")
    source = clean_text(source, "source", 200)
    with acting_as_system(), transaction.atomic():
        done = _Redrawing(by, grids, valid_from, source).done()
        done.dry_run = dry_run
        if dry_run:
            transaction.set_rollback(True)
    return done


class _Redrawing:
    """One redrawing under way, inside a transaction that sees everything."""

    def __init__(self, by: Actor, grids: Sequence[Wanted], valid_from: date, source: str) -> None:
        self.by = by
        self.wanted = {one.code: one for one in grids}
        self.day, self.day_before = valid_from, valid_from - timedelta(days=1)
        self.source = source
        self.before: dict[str, tuple[AreaNode, Outline | None]] = {}

    def done(self) -> Redrawn:
        """Check, write, and say what has become of each grid."""
        communities = self._communities()
        known = registry()
        for community in communities:
            for node in known.children(community.id, self.day):
                if node.kind in GRID_KINDS:
                    self.before[node.code] = (node, known.shape(node.id, self.day))
        gaps = [gap for community in communities for gap in self._gaps(community)]
        changes = self._changes()
        if not gaps and all(change.what == "same" for change in changes):
            raise Refusal("grid.nothing_changes", "outlines")
        moved = self._moved()
        try:
            self._write(changes)
        except Refusals as several:
            raise Refusals([*gaps, *several.refusals]) from several
        if gaps:
            raise Refusals(gaps)
        return Redrawn(self.day, changes, moved, self._without_worker())

    def _communities(self) -> list[AreaNode]:
        known, found, missing = registry(), {}, []
        for code in self.wanted:
            community = known.by_code(code[:COMMUNITY_DIGITS], self.day)
            if community is None:
                missing.append(Refusal("grid.no_community", "outlines", grid_code=code))
            else:
                found[community.id] = community
        if missing:
            raise Refusals(missing)
        return list(found.values())

    def _of(self, community: AreaNode) -> list[Wanted]:
        return [one for one in self.wanted.values() if one.code.startswith(community.code)]

    def _gaps(self, community: AreaNode) -> list[Refusal]:
        """The ground of a community that no grid covers, each part with the grids beside it."""
        grids = self._of(community)
        ground = registry().shape(community.id, self.day)
        if ground is None:
            before = [shape for node, shape in self.before.values() if node.parent_id == community.id and shape]
            ground = shapely.union_all(before)
        rest = shapely.difference(ground, shapely.union_all([one.outline for one in grids]))
        return [
            Refusal(
                "grid.gap",
                "outlines",
                community=community.name,
                neighbours=[one.name or one.code for one in grids if one.outline.distance(part) == 0][:MOST_NAMED],
                square_metres=round(square_metres(part)),
            )
            for part in wide_parts(rest)
        ]

    def _changes(self) -> list[Change]:
        changes = [self._change(one) for one in self.wanted.values()]
        for code, (node, outline) in self.before.items():
            if code not in self.wanted:
                changes.append(Change(code, node.name, "closed", _metres(outline), 0))
        return sorted(changes, key=lambda change: change.code)

    def _change(self, one: Wanted) -> Change:
        node, outline = self.before.get(one.code, (None, None))
        name = one.name or (node.name if node else one.code)
        same = outline is not None and not matters(shapely.symmetric_difference(outline, one.outline))
        what = "new" if node is None else "same" if same else "drawn"
        return Change(one.code, name, what, _metres(outline), _metres(one.outline), one.households)

    def _moved(self) -> int:
        """How many open cases lie, by their points, in another grid than in the one they were given."""
        ids = {node.id: code for code, (node, _) in self.before.items()}
        rows = Content.objects.filter(case__area_id__in=list(ids), case__closed_at__isnull=True, lon__isnull=False)
        points = list(rows.values_list("case__area_id", "lon", "lat"))
        grids = list(self.wanted.values())
        if not points:
            return 0
        found = shapely.STRtree([one.outline for one in grids]).query(
            shapely.points([lon for _, lon, _ in points], [lat for _, _, lat in points]), predicate="intersects"
        )
        holding: dict[int, set[str]] = {}
        for point, grid in zip(*found, strict=True):
            holding.setdefault(int(point), set()).add(grids[int(grid)].code)
        return sum(ids[area] not in holding.get(number, set()) for number, (area, _, _) in enumerate(points))

    def _write(self, changes: Iterable[Change]) -> None:
        by_what: dict[str, list[Change]] = {}
        for change in changes:
            by_what.setdefault(change.what, []).append(change)
        opened = {it.code: self._open(self.wanted[it.code], it.name) for it in by_what.get("new", ())}
        drawn = by_what.get("drawn", [])
        kept = Area.objects.in_bulk([self.before[it.code][0].id for it in drawn])
        areas = opened | {area.code: area for area in kept.values()}
        closed = by_what.get("closed", [])
        self._close(closed, opened)
        drawings = [Drawing(area, self.wanted[code].outline) for code, area in areas.items()]
        draw_shapes(by=self.by, drawings=drawings, valid_from=self.day, source=self.source, simulated=False)
        data = {"first": self.day.isoformat(), "opened": len(opened), "closed": len(closed), "drawn": len(drawn)}
        record("grid.redrawn", by=self.by, subject="areas", subject_id="register", data=data)

    def _open(self, one: Wanted, name: str) -> Area:
        kind = AreaKind.SPECIAL_GRID.value if one.special else ""
        return create_area(
            by=self.by, code=one.code, name=name, kind=kind, valid_from=self.day, households=one.households
        )

    def _close(self, closed: Sequence[Change], opened: dict[str, Area]) -> None:
        if not closed:
            return
        nodes = [self.before[it.code][0] for it in closed]
        close_duties(by=self.by, area_ids=[node.id for node in nodes], valid_to=self.day_before)
        for node in nodes:
            heir = self._heir(self.before[node.code][1])
            area = Area.objects.get(pk=node.id)
            successor = None
            if heir is not None:
                successor = opened.get(heir) or Area.objects.get(pk=self.before[heir][0].id)
            close_area(by=self.by, area=area, valid_to=self.day_before, successor=successor)

    def _heir(self, outline: Outline | None) -> str | None:
        """The wanted grid that takes most of a closed grid's ground."""
        if outline is None:
            return None
        shares = {code: shapely.intersection(outline, one.outline).area for code, one in self.wanted.items()}
        best = max(shares, key=lambda code: shares[code])
        return best if shares[best] > 0 else None

    def _without_worker(self) -> list[str]:
        """Grids that nobody is main worker of on the day."""
        known = registry()
        nodes = [known.by_code(code, self.day) for code in self.wanted]
        ids = {node.id: node.name for node in nodes if node is not None}
        mains = GridDuty.objects.filter(area_id__in=list(ids), role="main", valid_from__lte=self.day)
        kept = set(mains.exclude(valid_to__lt=self.day).values_list("area_id", flat=True))
        return [name for pk, name in ids.items() if pk not in kept]


def _metres(outline: Outline | None) -> int:
    return round(square_metres(outline)) if outline is not None else 0
