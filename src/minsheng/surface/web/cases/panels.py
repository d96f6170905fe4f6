"""What modules add to the page of a case: their own tables and documents, beside what every case has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.cases.models import Case
from minsheng.surface.web.requests import WebRequest

PanelContext = Callable[[Actor, Case], dict[str, Any] | None]
"""Gives what the template needs, or None when there is nothing to show. Reads with the eyes of the actor."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the page of a case.

    ``procedures`` are the keys of those under which it is shown; one that ends in ``*`` stands for all that begin so.
    ``desk`` and ``portal`` say on which page: a panel on the portal must show to a party no more than that party may
    know. The template gets what ``context`` gives, and ``case``, ``actor``.
    """

    key: str
    procedures: tuple[str, ...]
    template: str
    context: PanelContext
    desk: bool = True
    portal: bool = False
    order: int = 100


_panels: dict[str, Panel] = {}


def register_panels(*panels: Panel) -> None:
    """Add panels at start-up. Two different ones under one key are a programming error."""
    for panel in panels:
        if _panels.setdefault(panel.key, panel) != panel:
            raise ValueError(f"panel registered twice: {panel.key}")


def _covers(panel: Panel, procedure: str) -> bool:
    return any(procedure == key or (key.endswith("*") and procedure.startswith(key[:-1])) for key in panel.procedures)


def panels_of(request: WebRequest, actor: Actor, case: Case, procedure: str, *, portal: bool) -> list[str]:
    """Each panel that has something to show on the page of ``case``, as safe HTML."""
    wanted = [panel for panel in _panels.values() if _covers(panel, procedure)]
    shown = [panel for panel in wanted if (panel.portal if portal else panel.desk)]
    found = [(panel, panel.context(actor, case)) for panel in sorted(shown, key=lambda panel: (panel.order, panel.key))]
    return [
        render_to_string(panel.template, {"case": case, "actor": actor, **context}, request)
        for panel, context in found
        if context is not None
    ]
