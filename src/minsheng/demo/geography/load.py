"""The simulated geography into the register of areas, through its services."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.db import transaction
from shapely import Polygon

from minsheng.demo.geography.facts import DistrictFacts, district_facts
from minsheng.demo.geography.partition import SOURCE, partition
from minsheng.kernel.areas.models import Area, AreaShape
from minsheng.kernel.areas.services import AreaRow, Drawing, draw_shapes, import_areas
from minsheng.kernel.areas.versions import Manager


def load_geography(by: Manager) -> None:
    """Enter 平城区 with its sub-districts, communities and simulated grids, and draw what is not drawn yet.

    One transaction, about two seconds. A second run changes nothing; what somebody has redrawn since, stays.
    Raises Refusals when what stands in the register does not fit (a district drawn otherwise, for example).
    """
    facts = district_facts()
    polygons = partition(facts)
    with transaction.atomic():
        import_areas(by=by, rows=_rows(facts, polygons), valid_from=facts.valid_from)
        undrawn = Area.objects.filter(code__in=list(polygons), valid_from__lte=facts.valid_from)
        undrawn = undrawn.exclude(pk__in=AreaShape.objects.values("area_id")).order_by("path")
        drawings = [Drawing(area, polygons[area.code]) for area in undrawn]
        draw_shapes(by=by, drawings=drawings, valid_from=facts.valid_from, source=SOURCE, simulated=True)


def _rows(facts: DistrictFacts, polygons: Mapping[str, Polygon]) -> Iterator[AreaRow]:
    yield AreaRow(facts.code, facts.name, name_en=facts.name_en)
    names: dict[str, str] = {}
    for subdistrict in facts.subdistricts:
        yield AreaRow(subdistrict.code, subdistrict.name, name_en=subdistrict.name_en)
        for community in subdistrict.communities:
            names[community.code] = community.name
            yield AreaRow(community.code, community.name)
    for code in polygons:
        if len(code) == 15:
            yield AreaRow(code, f"{names[code[:12]]}第{int(code[12:])}网格")
