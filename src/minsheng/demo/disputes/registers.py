"""Mediators and rooms of the simulated agencies, into their registers."""

from __future__ import annotations

from collections import defaultdict

from minsheng.demo.disputes.organs import ORGANS
from minsheng.demo.office.units import SINCE
from minsheng.demo.simulation.chance import stream
from minsheng.domains.disputes.kinds import DisputeType
from minsheng.domains.disputes.models import Mediator, Room
from minsheng.domains.disputes.panels.services import add_mediator
from minsheng.domains.disputes.sessions.rooms import add_room
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.models import Post, Unit

ROLES = {
    "mediator": "full_time",
    "committee_director": "part_time",
    "labour_mediator": "full_time",
    "police_mediator": "part_time",
    "handler": "part_time",
}
"""Roles whose people mediate, and as what."""
_SPECIAL = {"tw-property": ["property", "neighbours"], "tw-medical": ["medical"], "tw-traffic": ["traffic", "damages"]}
_ROOMS = {"tw-property": 2, "tw-medical": 1, "tw-traffic": 2, "arbitration": 3, "court": 2}
_SPOKEN = ("大同方言", "晋北方言", "手语", "英语")
_MANNERS = ("善于到现场说理", "熟悉本地风俗", "懂法律、会算账", "耐心细致", "有多年基层工作经历")


def load_mediators(by: Actor) -> None:
    """Enter everybody who mediates, unless there are some. Needs a transaction with system eyes."""
    if Mediator.objects.exists():
        return
    posts = Post.objects.filter(role__key__in=ROLES).select_related("role", "unit").order_by("pk")
    for post in posts:
        if post.role.key == "handler" and post.unit.code not in ORGANS:
            continue
        rng = stream("mediator", post.account_id)
        fields = _SPECIAL.get(post.unit.code) or sorted(rng.sample(DisputeType.values, 3))
        add_mediator(
            by=by,
            account_id=post.account_id,
            unit_id=post.unit_id,
            kind=ROLES[post.role.key],
            valid_from=SINCE,
            specialities=fields if rng.random() < 0.6 or post.unit.code in _SPECIAL else (),
            languages=rng.choice(_SPOKEN) if rng.random() < 0.3 else "",
            introduction=f"从事调解工作{rng.randint(2, 24)}年，{rng.choice(_MANNERS)}。" if rng.random() < 0.7 else "",
        )


def load_rooms(by: Actor) -> None:
    """Enter the rooms of committees and agencies, unless there are some. Needs a transaction with system eyes."""
    if Room.objects.exists():
        return
    units = Unit.objects.filter(pk__in=Mediator.objects.values("unit_id")).order_by("pk")
    for unit in [*units, Unit.objects.get(code="court")]:
        for number in range(1, _ROOMS.get(unit.code, 2 if unit.code.startswith("tw-") else 1) + 1):
            add_room(
                by=by,
                unit_id=unit.pk,
                name=f"第{'一二三'[number - 1]}调解室",
                address=f"{unit.name}一层{100 + number}室",
                seats=8 if number == 1 else 6,
                has_video=number == 1,
                allows_link=number == 1,
                valid_from=SINCE,
            )


def mediators_by_unit() -> dict[int, list[int]]:
    """Accounts of the mediators of each unit, in the order of the register."""
    found: dict[int, list[int]] = defaultdict(list)
    for unit_id, account_id in Mediator.objects.order_by("pk").values_list("unit_id", "account_id"):
        found[unit_id].append(account_id)
    return found


def rooms_by_unit() -> dict[int, list[int]]:
    """Rooms of each unit."""
    found: dict[int, list[int]] = defaultdict(list)
    for unit_id, room_id in Room.objects.order_by("pk").values_list("unit_id", "pk"):
        found[unit_id].append(room_id)
    return found
