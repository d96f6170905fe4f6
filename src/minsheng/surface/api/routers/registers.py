"""Registers that anybody may read: categories, areas, units, procedures. Lists come out of memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated, Any

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router
from pydantic import Field

from minsheng.base.errors import Refusal
from minsheng.kernel.access.units import UnitEntry, unit_registry
from minsheng.kernel.areas.nodes import AreaNode
from minsheng.kernel.areas.registry import registry as area_registry
from minsheng.kernel.cases.places import Place, settle_place
from minsheng.kernel.procedures.library import procedure_of
from minsheng.kernel.procedures.schema import Procedure
from minsheng.kernel.routing.registry import CategoryEntry, routing_registry
from minsheng.surface.api import reads
from minsheng.surface.api.answers import answer, instant
from minsheng.surface.api.callers import ApiRequest
from minsheng.surface.api.doors import anyone
from minsheng.surface.api.paging import Cursor, cut, page, read_cursor
from minsheng.surface.api.problems import language_of
from minsheng.surface.api.schemas.cases import Degrees
from minsheng.surface.api.schemas.registers import (
    AreaDetail,
    AreaPage,
    CategoryPage,
    LocatedOut,
    ProcedureFile,
    ProcedurePage,
    UnitPage,
)
from minsheng.surface.api.showing.names import area_ref, name_in

router = Router(tags=["registers"])
Limit = Annotated[int, Field(ge=1, le=500)]
Text = Annotated[str, Field(max_length=64)]
MarkText = Annotated[str, Field(max_length=300)]


@router.get("/categories", url_name="categories", response=CategoryPage, summary="Categories of matters")
@anyone
def categories(
    request: ApiRequest, realm: Text = "", active: bool = True, limit: Limit = 200, cursor: MarkText = ""
) -> HttpResponse:
    """Categories by code, those in use unless ``active`` is false."""
    entries = routing_registry().categories.values()
    wanted = [e for e in entries if (not realm or e.realm == realm) and (e.active or not active)]
    return _listed(request, wanted, limit, cursor, _category)


@router.get("/areas", url_name="areas", response=AreaPage, summary="Areas")
@anyone
def areas(request: ApiRequest, parent: Text = "", limit: Limit = 200, cursor: MarkText = "") -> HttpResponse:
    """The areas of today one level below ``parent`` (a code); without it the districts."""
    registry = area_registry()
    wanted = registry.children(_area(parent).id) if parent else registry.roots()
    return _listed(request, wanted, limit, cursor, _area_out)


@router.get("/areas/locate", url_name="areas_locate", response=LocatedOut, summary="The areas at a point")
@anyone
def locate(
    request: ApiRequest, lon: Degrees = Query(...), lat: Degrees = Query(...), crs: Text = "cgcs2000"
) -> HttpResponse:
    """The smallest area at a point given in ``crs`` (cgcs2000, wgs84, gcj02, bd09), and those above it."""
    settled = settle_place(Place(lon=lon, lat=lat, crs=crs), timezone.now())
    node, language = area_registry().node(settled.area_id), language_of(request)
    path = [area_ref(pk, language) for pk in node.path]
    return answer({"area": _area_out(node, language), "path": path, "lon": settled.lon, "lat": settled.lat})


@router.get("/areas/{code}", url_name="areas_one", response=AreaDetail, summary="One area")
@anyone
def area(request: ApiRequest, code: str) -> HttpResponse:
    """An area of today by its code."""
    node, language = _area(code, status=404), language_of(request)
    children = [_area_out(child, language) for child in area_registry().children(node.id)]
    path = [area_ref(pk, language) for pk in node.path]
    return answer(_area_out(node, language) | {"path": path, "children": children})


@router.get("/units", url_name="units", response=UnitPage, summary="Units")
@anyone
def units(request: ApiRequest, kind: Text = "", limit: Limit = 200, cursor: MarkText = "") -> HttpResponse:
    """Units by code."""
    wanted = [unit for unit in unit_registry().by_id.values() if not kind or unit.kind == kind]
    return _listed(request, wanted, limit, cursor, _unit)


@router.get("/procedures", url_name="procedures", response=ProcedurePage, summary="Procedures")
@anyone
def procedures(request: ApiRequest) -> HttpResponse:
    """The procedures under which new cases begin."""
    language = language_of(request)
    found = [procedure_of(active.version_id) for active in reads.active_procedures()]
    return answer({"items": [_procedure(procedure, language) for procedure in found], "next": None})


@router.get(
    "/procedures/{key}",
    url_name="procedures_active",
    response=ProcedureFile,
    summary="The active version of a procedure",
)
@anyone
def active_procedure(request: ApiRequest, key: str) -> HttpResponse:
    """The version under which new cases begin, as JSON: states, acts, who may, guards, clocks, sources."""
    return _file(key, "")


@router.get(
    "/procedures/{key}/{version}",
    url_name="procedures_version",
    response=ProcedureFile,
    summary="One version of a procedure",
)
@anyone
def procedure_version(request: ApiRequest, key: str, version: str) -> HttpResponse:
    """A released version, which never changes."""
    return _file(key, version)


def _listed(
    request: ApiRequest,
    entries: Iterable[Any],
    limit: int,
    cursor: str,
    show: Callable[[Any, str], dict[str, Any]],
) -> HttpResponse:
    """One page of entries that have ``code`` and ``id``, by code."""
    after = read_cursor(cursor, "code")
    behind = ("", 0) if after is None else (str(after.at), after.last_id)
    rows = sorted((entry for entry in entries if (entry.code, entry.id) > behind), key=lambda e: (e.code, e.id))
    found, more = cut(rows, limit)
    language = language_of(request)
    following = Cursor("code", found[-1].code, found[-1].id) if more else None
    return page(request, [show(entry, language) for entry in found], following)


def _category(entry: CategoryEntry, language: str) -> dict[str, Any]:
    parent = routing_registry().categories.get(entry.parent_id or 0)
    return {
        "id": entry.id,
        "code": entry.code,
        "name": name_in(language, entry),
        "full_name": entry.full_name,
        "realm": entry.realm,
        "level": entry.level,
        "parent": parent.code if parent else None,
        "active": entry.active,
        "route": entry.legal_route,
    }


def _area(code: str, status: int = 422) -> AreaNode:
    node = area_registry().by_code(code)
    if node is None:
        raise Refusal("area.unknown", "parent" if status == 422 else "code", status=status, id=code[:40])
    return node


def _area_out(node: AreaNode, language: str) -> dict[str, Any]:
    parent = area_registry().node(node.parent_id) if node.parent_id is not None else None
    return {
        "id": node.id,
        "code": node.code,
        "kind": node.kind.value,
        "name": name_in(language, node),
        "parent": parent.code if parent else None,
        "valid_from": node.valid_from.isoformat(),
        "valid_to": node.valid_to.isoformat() if node.valid_to else None,
    }


def _unit(entry: UnitEntry, language: str) -> dict[str, Any]:
    return {
        "id": entry.id,
        "code": entry.code,
        "name": name_in(language, entry),
        "kind": entry.kind,
        "area": area_ref(entry.area_id, language),
        "parents": list(entry.line[1:]),
    }


def _procedure(procedure: Procedure, language: str) -> dict[str, Any]:
    return {
        "key": procedure.key,
        "version": procedure.version,
        "name": procedure.name(language),
        "summary": procedure.summary(language),
        "realm": procedure.realm,
        "kinds": {key: kind(language) for key, kind in procedure.kinds.items()},
    }


def _file(key: str, version: str) -> HttpResponse:
    found = reads.released(key, version)
    content = procedure_of(found.pk).model_dump(mode="json", by_alias=True)
    released = {"released_at": instant(found.released_at), "content_hash": found.content_hash}
    return answer({"key": found.key, "version": found.version, **released, "content": content})
