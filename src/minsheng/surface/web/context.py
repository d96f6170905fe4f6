"""What every page knows: who is here, how large the type is, and what the district is called."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.areas.registry import registry as area_registry
from minsheng.surface.web.administration.menu import menu_for
from minsheng.surface.web.preferences import is_large
from minsheng.surface.web.words import node_name


def page(request: HttpRequest) -> dict[str, Any]:
    """Context for all templates. Costs no query: registers stand in memory."""
    actor: Actor | None = getattr(request, "actor", None)
    language = get_language() or "zh-hans"
    known = actor or Actor.anonymous()
    return {
        "actor": known,
        "is_staff": bool(known.grants),
        "may_administer": bool(menu_for(known)),
        "is_large": is_large(request),
        "language": language,
        "is_english": language.startswith("en"),
        "district": _district(language) if actor is not None else "",
    }


def _district(language: str) -> str:
    roots = area_registry().roots()
    return node_name(roots[0], language) if roots else ""
