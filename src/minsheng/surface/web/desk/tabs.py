"""The tabs of the inbox: mine, my units', those that wait for an act that I may do, and the late ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.queries import inbox
from minsheng.kernel.procedures.library import procedure_of
from minsheng.surface.web.cases.queries import permissions_of, waiting_for
from minsheng.surface.web.intakes import Worklist, worklists

Rows = Callable[[], QuerySet[Case]]
ALL = "all"


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab; ``rows`` makes its list when it is opened."""

    key: str
    name: str
    rows: Rows
    is_worklist: bool = False


def tabs_for(actor: Actor, released: dict[str, list[int]], language: str, now: datetime) -> list[Tab]:
    """The tabs of an actor. A worklist is there when some post of the actor does its act."""
    units = sorted(actor.units())
    tabs = [
        Tab("mine", _("Mine"), lambda: inbox(actor, mine=True)),
        Tab("units", _("My units"), lambda: inbox(actor, unit_ids=units)),
    ]
    tabs += [_worklist(actor, item, released[item.procedure], language) for item in _held(actor, released)]
    tabs.append(Tab("late", _("Late"), lambda: inbox(actor).filter(due_at__lt=now)))
    tabs.append(Tab(ALL, _("All open"), lambda: inbox(actor)))
    return tabs


def _held(actor: Actor, released: dict[str, list[int]]) -> list[Worklist]:
    return [item for item in worklists() if item.procedure in released and _does(actor, item, released[item.procedure])]


def _does(actor: Actor, item: Worklist, versions: list[int]) -> bool:
    known = [procedure for procedure in map(procedure_of, versions) if item.act in procedure.act]
    named = (item.named_by,) if item.named_by else ()
    return any(actor.holds(name) for name in (*permissions_of(known, item.act), *named))


def _worklist(actor: Actor, item: Worklist, versions: list[int], language: str) -> Tab:
    return Tab(item.key, item(language), lambda: waiting_for(actor, versions, item.act), is_worklist=True)
