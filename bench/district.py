"""The bench district: 平城区 with its simulated grids, made through the services. Run inside an installation's environment.

One dispatcher and one reviewer for the whole district; forty departments, each with a clerk, that answer for one
category each; eighteen sub-district offices for the rest. Departments get ever fewer cases: the last ones hardly any.
"""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import transaction

from minsheng.demo.geography.facts import district_facts
from minsheng.demo.geography.load import load_geography
from minsheng.domains.disputes.panels.services import add_mediator
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.access.models import Account, Role, Unit
from minsheng.kernel.access.services import appoint, create_account, create_unit, define_role, issue_token
from minsheng.kernel.areas.models import Area
from minsheng.kernel.deadlines.services import load_calendars
from minsheng.kernel.parties.models import PartyKind
from minsheng.kernel.parties.services import register_party
from minsheng.kernel.procedures.services import release_all
from minsheng.kernel.routing.models import Category
from minsheng.kernel.routing.services import create_rule, load_categories

SYSTEM = Actor.system("import")
BEGIN = date(2019, 1, 1)
DEPARTMENTS = 40
RESIDENTS = 64
CLERKS = (1, 2, 5, 38, 39, 40)
"""Departments whose clerk gets an account: the busiest, and those that hardly anybody writes to."""
ROLES = {
    "dispatcher": ("area", ["hotline.read", "hotline.file", "hotline.dispatch", "parties.look_up"]),
    "reviewer": ("area", ["hotline.read", "hotline.review", "hotline.call_back"]),
    "clerk": ("unit", ["hotline.read", "hotline.handle"]),
    "registrar": ("area", ["disputes.read", "disputes.file", "disputes.accept", "disputes.dispatch"]),
    "director": ("unit", ["disputes.read", "disputes.accept", "disputes.assign", "disputes.seal", "disputes.track"]),
    "mediator": ("unit", ["disputes.mediate"]),
}
MEDIATORS = 40


@transaction.atomic
def make() -> dict[str, object]:
    """Make it, and give what the benches must know: tokens by account, ids by code."""
    look_as_system()
    load_calendars()
    release_all(by=SYSTEM)
    load_geography(SYSTEM)
    look_as_system()
    areas = {area.code: area for area in Area.objects.filter(parent__parent__isnull=True)}
    units = _units(areas)
    categories = _categories(units)
    roles = {
        key: define_role(by=SYSTEM, key=key, name=key, permissions=permissions, reach=reach, clearance=1)
        for key, (reach, permissions) in ROLES.items()
    }
    whole = areas[district_facts().code]
    people = {
        "dispatcher": _account("dispatcher", roles["dispatcher"], units["centre"], whole),
        "reviewer": _account("reviewer", roles["reviewer"], units["centre"], whole),
        **{f"clerk{n}": _account(f"clerk{n}", roles["clerk"], units[f"d{n}"]) for n in CLERKS},
        "registrar": _account("registrar", roles["registrar"], units["centre"], whole),
        "director": _account("director", roles["director"], units["tw"]),
        "street": _account("street", roles["clerk"], units[f"s{district_facts().subdistricts[0].code}"]),
    }
    return {
        "tokens": {name: _token(account, name) for name, account in people.items()},
        "mediators": _mediators(roles["mediator"], units["tw"]),
        "accounts": {name: account.pk for name, account in people.items()},
        "units": {code: unit.pk for code, unit in units.items()},
        "categories": categories,
        "grids": list(Area.objects.filter(kind="grid").order_by("code").values_list("pk", flat=True)),
    }


def _units(areas: dict[str, Area]) -> dict[str, Unit]:
    rows: list[tuple[str, str, str, Area | None]] = [("centre", "热线中心", "centre", None)]
    rows.append(("tw", "人民调解委员会", "other", None))
    rows += [(f"d{n}", f"部门{n}", "department", None) for n in range(1, DEPARTMENTS + 1)]
    rows += [(f"s{s.code}", f"{s.name}办事处", "subdistrict", areas[s.code]) for s in district_facts().subdistricts]
    return {
        code: create_unit(by=SYSTEM, code=code, name=name, kind=kind, area=area, valid_from=BEGIN)
        for code, name, kind, area in rows
    }


def _categories(units: dict[str, Unit]) -> list[int]:
    names = [("事项", f"部门事项{n}") for n in range(1, DEPARTMENTS + 1)]
    load_categories(by=SYSTEM, realm="hotline", rows=[*names, ("事项", "属地事项")])
    by_name = {category.name: category for category in Category.objects.filter(level=2)}
    for n in range(1, DEPARTMENTS + 1):
        category = by_name[f"部门事项{n}"]
        create_rule(by=SYSTEM, realm="hotline", name=category.name, category=category, unit=units[f"d{n}"])
    create_rule(by=SYSTEM, realm="hotline", name="属地", unit_of_area="subdistrict")
    return [by_name[f"部门事项{n}"].pk for n in range(1, DEPARTMENTS + 1)] + [by_name["属地事项"].pk]


def _account(name: str, role: Role, unit: Unit, area: Area | None = None) -> Account:
    account = create_account(by=SYSTEM, username=name, display_name=name, password="a long enough Secret 9")  # noqa: S106
    appoint(by=SYSTEM, account=account, role=role, unit=unit, area=area, valid_from=BEGIN)
    return account


def _mediators(role: Role, unit: Unit) -> list[dict[str, object]]:
    """Accounts and tokens of the committee's mediators."""
    found = []
    for number in range(1, MEDIATORS + 1):
        account = _account(f"mediator{number}", role, unit)
        add_mediator(by=SYSTEM, account_id=account.pk, unit_id=unit.pk, kind="full_time", valid_from=BEGIN)
        found.append({"account": account.pk, "token": _token(account, account.username)})
    return found


def _token(account: Account, name: str) -> str:
    scopes = sorted({key for _, keys in ROLES.values() for key in keys})
    return issue_token(by=SYSTEM, account=account, name=name, scopes=scopes, days=366)[1]


@transaction.atomic
def residents(count: int = RESIDENTS) -> dict[str, object]:
    """Residents with an account and a token, who file, follow and rate themselves."""
    look_as_system()
    tokens = []
    for number in range(count):
        name = f"resident{number}"
        account = create_account(by=SYSTEM, username=name, display_name=name, password="a long enough Secret 9")  # noqa: S106
        register_party(
            by=SYSTEM, kind=PartyKind.PERSON, name=f"居民{number}", phone=f"137{number:08d}", account=account
        )
        tokens.append(_token(account, name))
    return {"residents": tokens}


def main(words: list[str]) -> dict[str, object]:
    """Make what is named: ``district`` or ``residents``."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # nobody signs in with these
    return {"district": make, "residents": residents}[words[0]]()
