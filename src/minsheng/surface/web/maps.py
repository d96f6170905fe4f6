"""Small maps of our own areas: an SVG for a page, and outlines for the map on which a place is chosen.

Longitude is shrunk by the cosine of the latitude, so that shapes look as they do on the ground. No outside server.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from typing import Any

import shapely

from minsheng.kernel.areas.geometry import Outline
from minsheng.kernel.areas.nodes import AreaNode
from minsheng.kernel.areas.registry import Registry
from minsheng.surface.web.words import node_name

_WIDTH = 360.0
_PAD = 0.06
_AROUND = 0.35
"""Margin around a place, so that its neighbours are seen."""
_DETAIL = 500
"""How many steps of detail an outline keeps across its width: finer ones cannot be seen."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A window onto degrees: turns longitude and latitude into places on a drawing of ``width`` × ``height``."""

    west: float
    north: float
    scale: float
    shrink: float
    width: float
    height: float

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a point stands on the drawing."""
        return (lon - self.west) * self.shrink * self.scale, (self.north - lat) * self.scale


def frame_of(bounds: tuple[float, float, float, float], width: float = _WIDTH, pad: float = _PAD) -> Frame:
    """A frame around bounds (west, south, east, north) with a margin."""
    west, south, east, north = bounds
    shrink = math.cos(math.radians((south + north) / 2))
    across, up = max((east - west) * shrink, 1e-6), max(north - south, 1e-6)
    edge = pad * max(across, up)
    scale = width / (across + 2 * edge)
    return Frame(west - edge / shrink, north + edge, scale, shrink, width, (up + 2 * edge) * scale)


def place_svg(known: Registry, area_id: int, lon: float | None, lat: float | None, language: str) -> str:
    """A drawing of where something is: its area, the neighbours under the same parent, and the point if there is one.

    Empty when no outline is drawn for the area or for what is above it.
    """
    node, outline = _drawn(known, area_id)
    if node is None or outline is None:
        return ""
    frame = frame_of(outline.bounds, pad=_AROUND)
    around = _siblings(known, node)
    parts = [f'<path class="map-near" d="{_path(shape, frame)}"/>' for shape in around]
    parts.append(f'<path class="map-here" d="{_path(outline, frame)}"/>')
    if lon is not None and lat is not None:
        x, y = frame.place(lon, lat)
        parts.append(f'<circle class="map-point" cx="{x:.1f}" cy="{y:.1f}" r="7"/>')
    title = escape(node_name(node, language))
    return (
        f'<svg class="map" viewBox="0 0 {frame.width:.0f} {frame.height:.0f}" role="img" aria-label="{title}">'
        f"<title>{title}</title>{''.join(parts)}</svg>"
    )


def _drawn(known: Registry, area_id: int) -> tuple[AreaNode | None, Outline | None]:
    for pk in reversed(known.ancestors(area_id)):
        outline = known.shape(pk)
        if outline is not None:
            return known.node(pk), outline
    return None, None


def _siblings(known: Registry, node: AreaNode) -> list[Outline]:
    if node.parent_id is None:
        return []
    shapes = (known.shape(other.id) for other in known.children(node.parent_id) if other.id != node.id)
    return [shape for shape in shapes if shape is not None]


def _path(outline: Outline, frame: Frame) -> str:
    return "".join(
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in (frame.place(*point[:2]) for point in ring[:-1])) + "Z"
        for ring in _rings(outline)
    )


def _rings(outline: Outline) -> list[list[tuple[float, ...]]]:
    west, south, east, north = outline.bounds
    thinner = shapely.simplify(outline, max(east - west, north - south) / _DETAIL)
    polygons = [part for part in shapely.get_parts(thinner) if not part.is_empty]
    return [list(ring.coords) for part in polygons for ring in (part.exterior, *part.interiors)]


def outlines(known: Registry, area: AreaNode, language: str) -> dict[str, Any]:
    """An area and its children as outlines in degrees, for the map on which a place is chosen."""
    own = known.shape(area.id)
    children = [(node, known.shape(node.id)) for node in known.children(area.id)]
    return {
        "id": area.id,
        "name": node_name(area, language),
        "parent": area.parent_id,
        "outline": _degrees(own) if own is not None else [],
        "children": [
            {
                "id": node.id,
                "code": node.code,
                "name": node_name(node, language),
                "open": bool(known.children(node.id)),
                "rings": _degrees(shape),
                "label": _label(shape),
            }
            for node, shape in children
            if shape is not None
        ],
    }


def _degrees(outline: Outline) -> list[list[list[float]]]:
    return [[[round(x, 5), round(y, 5)] for x, y, *_ in ring] for ring in _rings(outline)]


def _label(outline: Outline) -> list[float]:
    point = shapely.point_on_surface(outline)
    return [round(point.x, 5), round(point.y, 5)]
