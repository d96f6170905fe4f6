"""The whole office into the registers, through their services."""

from __future__ import annotations

from django.db import transaction

from minsheng.demo.disputes.registers import load_mediators, load_rooms
from minsheng.demo.office.agencies import load_agencies
from minsheng.demo.office.branches import load_branches
from minsheng.demo.office.people import load_people
from minsheng.demo.office.routing import load_categories, load_rules
from minsheng.demo.office.units import load_units
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.deadlines.services import load_calendars
from minsheng.kernel.procedures.services import release_all


def load_office(by: Actor, password: str) -> None:
    """Make units, roles, people, categories, rules and agencies with all they have, and release the procedures.

    What is there already stays. One transaction. ``password`` becomes that of the accounts that people try. Areas must
    stand in the register.
    """
    with transaction.atomic():
        look_as_system()
        load_calendars()
        release_all(by=by)
        units = load_units(by)
        load_people(by, units, password)
        load_rules(by, units, load_categories(by))
        load_agencies(by, units)
        load_branches(by, units)
        load_mediators(by)
        load_rooms(by)
