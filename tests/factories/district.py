"""A small working district for tests: areas, units, roles, people, categories, rules, procedures, calendars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from shapely import Polygon, box

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.access.models import Account, Unit
from minsheng.kernel.access.queries import actor_for
from minsheng.kernel.access.services import appoint, create_account, create_unit, define_role
from minsheng.kernel.areas.models import Area
from minsheng.kernel.areas.services import AreaRow, Drawing, draw_shapes, import_areas
from minsheng.kernel.cases.places import Place
from minsheng.kernel.cases.reports import Report
from minsheng.kernel.deadlines.services import load_calendars
from minsheng.kernel.procedures.services import release_all
from minsheng.kernel.routing.models import Category
from minsheng.kernel.routing.services import create_rule, load_categories

BEGIN = date(2020, 1, 1)
SYSTEM = Actor.system("import")
AREAS = (
    ("140213", "平城区", box(113.2, 40.0, 113.4, 40.2)),
    ("140213050", "永泰街道", box(113.2, 40.0, 113.3, 40.2)),
    ("140213051", "古城街道", box(113.3, 40.0, 113.4, 40.2)),
    ("140213050001", "康吉社区", box(113.2, 40.0, 113.3, 40.1)),
    ("140213050002", "平和社区", box(113.2, 40.1, 113.3, 40.2)),
    ("140213050001001", "康吉社区第1网格", box(113.2, 40.0, 113.25, 40.1)),
    ("140213050001002", "康吉社区第2网格", box(113.25, 40.0, 113.3, 40.1)),
)
ROLES = {
    "dispatcher": ("area", 1, ["hotline.read", "hotline.file", "hotline.dispatch", "parties.look_up"]),
    "reviewer": ("area", 1, ["hotline.read", "hotline.review"]),
    "caller": ("area", 1, ["hotline.read", "hotline.call_back", "parties.reveal"]),
    "centre_head": (
        "area",
        3,
        ["hotline.read", "hotline.arbitrate", "hotline.supervise", "grid.read", "grid.supervise"],
    ),
    "clerk": ("unit", 1, ["hotline.read", "hotline.handle", "grid.read", "grid.handle", "parties.reveal"]),
    "head": ("unit", 1, ["hotline.read", "hotline.handle", "hotline.approve", "grid.read", "grid.handle"]),
    "triage": ("area", 1, ["grid.read", "grid.triage", "grid.dispatch", "grid.duty.manage", "grid.field.review"]),
    "grid_worker": ("area", 0, ["grid.read", "grid.report", "grid.patrol", "grid.visit"]),
    "verifier": ("area", 0, ["grid.read", "grid.verify"]),
    "mediator": ("unit", 1, ["disputes.mediate", "disputes.track"]),
    "committee_director": (
        "unit",
        1,
        [
            "disputes.read",
            "disputes.file",
            "disputes.accept",
            "disputes.assign",
            "disputes.mediate",
            "disputes.register",
            "disputes.statistics",
            "disputes.seal",
            "disputes.track",
            "disputes.refer",
            "disputes.panel",
            "disputes.sessions",
        ],
    ),
    "justice": (
        "area",
        1,
        [
            "disputes.read",
            "disputes.supervise",
            "disputes.circulate",
            "disputes.administer",
            "disputes.templates",
            "disputes.panel",
            "disputes.register",
            "disputes.statistics",
            "awards.read",
            "awards.assess",
            "awards.grant",
            "awards.supervise",
            "awards.dispatch",
        ],
    ),
    "petitions": (
        "area",
        2,
        ["petitions.read", "petitions.file", "petitions.sort", "petitions.transfer", "petitions.dispatch"],
    ),
    "petitions_head": (
        "area",
        3,
        [
            "petitions.read",
            "petitions.approve",
            "petitions.review",
            "petitions.recheck",
            "petitions.supervise",
            "petitions.dispatch",
        ],
    ),
    "court": ("unit", 1, ["disputes.read", "disputes.confirm", "disputes.court", "awards.read", "awards.apply"]),
    "police": ("unit", 1, ["disputes.read", "disputes.police", "disputes.refer", "awards.read", "awards.apply"]),
    "labour": ("unit", 1, ["disputes.read", "disputes.labour"]),
    "governance": (
        "area",
        1,
        [
            "disputes.read",
            "disputes.file",
            "disputes.refer",
            "disputes.dispatch",
            "disputes.supervise",
            "disputes.circulate",
            "disputes.warn",
            "disputes.statistics",
            "disputes.agencies",
            "disputes.postings",
        ],
    ),
}
PEOPLE = (
    ("dispatcher", "dispatcher", "centre", "140213"),
    ("reviewer", "reviewer", "centre", "140213"),
    ("caller", "caller", "centre", "140213"),
    ("chief", "centre_head", "centre", "140213"),
    ("housing", "clerk", "housing", None),
    ("housing_head", "head", "housing", None),
    ("water", "clerk", "water", None),
    ("yongtai", "clerk", "yongtai", None),
    ("gucheng", "clerk", "gucheng", None),
    ("triage", "triage", "yongtai", "140213050"),
    ("worker", "grid_worker", "kangji", "140213050001001"),
    ("verifier", "verifier", "kangji", "140213050001"),
    ("mediator", "mediator", "tiaowei", None),
    ("mediator2", "mediator", "tiaowei", None),
    ("director", "committee_director", "tiaowei", None),
    ("justice", "justice", "sifa", "140213"),
    ("petitions", "petitions", "xinfang", "140213"),
    ("petitions_head", "petitions_head", "xinfang", "140213"),
    ("court", "court", "fayuan", None),
    ("police", "police", "paichusuo", None),
    ("labour", "labour", "zhongcai", None),
    ("governance", "governance", "zongzhi", "140213"),
)
UNITS = (
    ("centre", "平城区12345热线中心", "centre", "140213"),
    ("housing", "区住房和城乡建设局", "department", None),
    ("water", "区水务局", "department", None),
    ("yongtai", "永泰街道办事处", "subdistrict", "140213050"),
    ("gucheng", "古城街道办事处", "subdistrict", "140213051"),
    ("kangji", "康吉社区居民委员会", "community", "140213050001"),
    ("sifa", "永泰司法所", "department", "140213050"),
    ("tiaowei", "康吉社区人民调解委员会", "other", "140213050001"),
    ("fayuan", "区人民法院", "justice", None),
    ("xinfang", "区信访局", "department", None),
    ("paichusuo", "永泰派出所", "justice", "140213050"),
    ("zhongcai", "区劳动人事争议调解仲裁院", "department", None),
    ("zongzhi", "永泰街道综治中心", "centre", "140213050"),
)


@dataclass(frozen=True)
class District:
    """What a test may want to name."""

    areas: dict[str, Area]
    units: dict[str, Unit]
    accounts: dict[str, Account]
    categories: dict[str, Category]

    def actor(self, name: str) -> Actor:
        """The actor that an account is today."""
        return actor_for(self.accounts[name])

    def unit(self, code: str) -> int:
        """The id of a unit."""
        return int(self.units[code].pk)


def make_district() -> District:
    """Build it through the services. Needs a database; leaves the transaction with system eyes."""
    with transaction.atomic():
        look_as_system()
        load_calendars()
        release_all(by=SYSTEM)
        areas = _areas()
        units = {code: _unit(code, name, kind, areas.get(area or "")) for code, name, kind, area in UNITS}
        accounts = _people(areas, units)
        load_categories(
            by=SYSTEM, realm="hotline", rows=[("城乡建设", "住房", "房屋漏水"), ("城乡建设", "供水", "停水")]
        )
        load_categories(by=SYSTEM, realm="grid", rows=[("市容环境", "暴露垃圾"), ("突发事件", "路面塌陷")])
        categories = {category.name: category for category in Category.objects.all()}
        create_rule(by=SYSTEM, realm="hotline", name="供水", category=categories["供水"], unit=units["water"])
        create_rule(by=SYSTEM, realm="hotline", name="属地街道", unit_of_area="subdistrict")
    return District(areas, units, accounts, categories)


def _areas() -> dict[str, Area]:
    import_areas(by=SYSTEM, rows=[AreaRow(code, name) for code, name, _ in AREAS], valid_from=BEGIN)
    areas = {area.code: area for area in Area.objects.all()}
    drawings = [Drawing(areas[code], shape) for code, _, shape in _shapes()]
    draw_shapes(by=SYSTEM, drawings=drawings, valid_from=BEGIN, source="test", simulated=True)
    return areas


def _shapes() -> tuple[tuple[str, str, Polygon], ...]:
    return AREAS


def _unit(code: str, name: str, kind: str, area: Area | None) -> Unit:
    return create_unit(by=SYSTEM, code=code, name=name, kind=kind, area=area, valid_from=BEGIN)


def _people(areas: dict[str, Area], units: dict[str, Unit]) -> dict[str, Account]:
    roles = {
        key: define_role(by=SYSTEM, key=key, name=key, permissions=permissions, reach=reach, clearance=clearance)
        for key, (reach, clearance, permissions) in ROLES.items()
    }
    accounts = {}
    for name, role, unit, area in PEOPLE:
        account = create_account(by=SYSTEM, username=name, display_name=name, password="a long enough Secret 9")
        appoint(
            by=SYSTEM, account=account, role=roles[role], unit=units[unit], area=areas.get(area or ""), valid_from=BEGIN
        )
        accounts[name] = account
    return accounts


def a_report(**changes: object) -> Report:
    """A leaking roof in 红卫里, told by 王小明."""
    values: dict[str, object] = {
        "title": "房顶漏水",
        "body": "红卫里3号楼顶层漏水，下雨天屋里用盆接水，请尽快维修。",
        "kind": "complaint",
        "place": Place(lon=113.22, lat=40.05, address="红卫里3号楼"),
        "name": "王小明",
        "phone": "13834567890",
    }
    return Report(**{**values, **changes})  # type: ignore[arg-type]
