"""What every page knows: who is here, how large the type is, and what the district is called."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.areas.registry import registry as area_registry
from minsheng.kernel.cases.hot_issues import reads_issues
from minsheng.surface.web.administration.calendars import missing_year
from minsheng.surface.web.administration.menu import entries, menu_for
from minsheng.surface.web.doors import reads_cases
from minsheng.surface.web.intakes import intakes
from minsheng.surface.web.menu import menu_for as desk_menu
from minsheng.surface.web.menu import portal_menu
from minsheng.surface.web.preferences import is_large
from minsheng.surface.web.words import node_name


def page(request: HttpRequest) -> dict[str, Any]:
    """Context for all templates. Costs no query: registers stand in memory."""
    actor: Actor | None = getattr(request, "actor", None)
    language = get_language() or "zh-hans"
    known = actor or Actor.anonymous()
    menu = menu_for(known)
    return {
        "actor": known,
        "is_staff": bool(known.grants),
        "reads_cases": reads_cases(known),
        "reads_issues": reads_issues(known),
        "may_file": any(known.holds(intake.staff) for intake in intakes()),
        "desk_menu": desk_menu(known, request.path) if known.grants else [],
        "portal_menu": portal_menu(request.path),
        "may_administer": bool(menu),
        "admin_menu": menu,
        "admin_here": _section(request),
        "missing_year": missing_year(timezone.localdate()) if known.grants else None,
        "may_enter_calendar": known.holds("calendars.manage"),
        "is_large": is_large(request),
        "language": language,
        "is_english": language.startswith("en"),
        "district": _district(language) if actor is not None else "",
    }


def _section(request: HttpRequest) -> str:
    """The entry of the administration's menu to which a page belongs: the one whose address it lies below."""
    if not request.path.startswith(reverse("web:admin")):
        return ""
    below = [entry.url for entry in entries() if request.path.startswith(reverse(entry.url))]
    return below[0] if below else ""


def _district(language: str) -> str:
    roots = area_registry().roots()
    return node_name(roots[0], language) if roots else ""
