"""What an accusation leads to beyond its own row: the units over and under the accused are known from the register."""

from __future__ import annotations

from minsheng.domains.disputes.petitions import effects as _effects  # noqa: F401 -- the effect that is reacted to
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.units import unit_registry
from minsheng.kernel.cases.acts import perform
from minsheng.kernel.cases.reactions import Change, reaction


@reaction("name_accused")
def relate_units(change: Change) -> None:
    """Record the units over and under the accused ones, so that none of them is ever given the petition (条例 30).

    They stand in the history as the register had them on that day; a later change of the tree changes no past act.
    """
    related = related_units(change.done.data.get("accused_units") or [])
    if related:
        data = {"related_units": sorted(related)}
        perform(
            by=Actor.system(change.by.channel), case_id=change.case.pk, act="relate_units", data=data, at=change.done.at
        )
        change.case.refresh_from_db()


def related_units(unit_ids: list[int]) -> set[int]:
    """Units above and below the given ones, without those themselves."""
    units = unit_registry()
    own = set(unit_ids)
    above = {unit for unit_id in own for unit in units.line(unit_id)}
    below = {pk for pk, entry in units.by_id.items() if own.intersection(entry.line)}
    return (above | below) - own
