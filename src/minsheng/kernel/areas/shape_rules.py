"""The rules that outlines of areas keep among each other: inside the parent, no overlap, no gap. No database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from minsheng.base.errors import Refusal
from minsheng.kernel.areas.geometry import Outline, matters, square_metres


@dataclass(frozen=True, slots=True)
class Piece:
    """The outline of an area, with what a refusal needs to name it."""

    area_id: int
    code: str
    name: str
    outline: Outline


def protruding(pairs: Sequence[tuple[Piece, Piece]]) -> list[tuple[Piece, Piece, float]]:
    """Of (inner, outer) pairs those in which inner leaves outer by more than a sliver, and by how many m²."""
    rests = shapely.difference(_outlines([inner for inner, _ in pairs]), _outlines([outer for _, outer in pairs]))
    return [
        (inner, outer, square_metres(rest)) for (inner, outer), rest in zip(pairs, rests, strict=True) if matters(rest)
    ]


def overlapping(new: Sequence[Piece], others: Sequence[Piece]) -> list[tuple[Piece, Piece, float]]:
    """Pairs of siblings that share more than a sliver, at least one of them in ``new``, and how many m² they share."""
    pieces = [*new, *others]
    outlines = _outlines(pieces)
    left, right = shapely.STRtree(outlines).query(outlines[: len(new)], predicate="intersects")
    once = left < right
    left, right = left[once], right[once]
    shared = shapely.intersection(outlines[left], outlines[right])
    return [
        (pieces[first], pieces[second], square_metres(common))
        for first, second, common in zip(left, right, shared, strict=True)
        if pieces[first].area_id != pieces[second].area_id and matters(common)
    ]


def outside_parents(pairs: Sequence[tuple[Piece, Piece]]) -> list[Refusal]:
    """Refusals ``shape.outside_parent`` for (area, parent) pairs; params: area, area_code, parent, square_metres."""
    return [
        Refusal(
            "shape.outside_parent",
            "polygon",
            area=inner.name,
            area_code=inner.code,
            parent=outer.name,
            square_metres=round(metres),
        )
        for inner, outer, metres in protruding(pairs)
    ]


def children_left_out(pairs: Sequence[tuple[Piece, Piece]]) -> list[Refusal]:
    """Refusals ``shape.leaves_out_child`` for (child, area) pairs; params: area, area_code, child, square_metres."""
    return [
        Refusal(
            "shape.leaves_out_child",
            "polygon",
            area=outer.name,
            area_code=outer.code,
            child=inner.name,
            square_metres=round(metres),
        )
        for inner, outer, metres in protruding(pairs)
    ]


def overlaps(new: Sequence[Piece], others: Sequence[Piece]) -> list[Refusal]:
    """Refusals ``shape.overlaps`` among siblings; params: area, area_code, sibling, square_metres."""
    return [
        Refusal(
            "shape.overlaps",
            "polygon",
            area=first.name,
            area_code=first.code,
            sibling=second.name,
            square_metres=round(metres),
        )
        for first, second, metres in overlapping(new, others)
    ]


def uncovered(before: Sequence[Outline], after: Sequence[Outline]) -> float:
    """How many m² of the ground that ``before`` covered ``after`` leaves open; 0 when it is slivers only."""
    rest = shapely.difference(shapely.union_all(list(before)), shapely.union_all(list(after)))
    return square_metres(rest) if matters(rest) else 0.0


def _outlines(pieces: Sequence[Piece]) -> npt.NDArray[np.object_]:
    array = np.empty(len(pieces), dtype=object)
    array[:] = [piece.outline for piece in pieces]
    return array
