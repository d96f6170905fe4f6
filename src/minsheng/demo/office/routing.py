"""The category trees and routing rules of the simulated district."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from minsheng.demo.matters.catalogue import Topic, catalogue
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.models import Unit
from minsheng.kernel.routing.models import Category, Rule
from minsheng.kernel.routing.services import create_category, create_rule

REALMS = ("hotline", "grid")


def load_categories(by: Actor) -> dict[str, Category]:
    """Make the categories that are missing; returns all by code. Needs a transaction with system eyes."""
    categories = {row.code: row for row in Category.objects.all()}
    for node in catalogue().nodes:
        if node.code not in categories:
            categories[node.code] = create_category(
                by=by,
                code=node.code,
                name=node.name,
                name_en=node.name_en,
                realm=node.realm,
                parent=categories[node.parent] if node.parent else None,
            )
    return categories


def load_rules(by: Actor, units: dict[str, Unit], categories: dict[str, Category]) -> None:
    """Make the rules where there are none: the special ones, one for each class of matters, and at last the place."""
    by_name = {"/".join(_names(row, categories)): row for row in categories.values()}
    special = tomllib.loads((files(__package__) / "rules.toml").read_text(encoding="utf-8"))
    for realm in REALMS:
        if Rule.objects.filter(realm=realm).exists():
            continue
        for row in special[realm]:
            create_rule(by=by, realm=realm, **_special(row, units, by_name))
        for values in _general(realm, units, categories):
            create_rule(by=by, realm=realm, **values)
        create_rule(by=by, realm=realm, name="其余事项由属地街道办理", unit_of_area="subdistrict")


def _names(row: Category, categories: dict[str, Category]) -> list[str]:
    return [categories[code].name for code in row.path.split(".")]


def _special(row: dict[str, Any], units: dict[str, Unit], by_name: dict[str, Category]) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: row[name] for name in ("name", "months", "kinds", "text_any", "dispatches", "unit_of_area") if name in row
    }
    if "category" in row:
        values["category"] = by_name[row["category"]]
    if "unit" in row:
        values["unit"] = units[row["unit"]]
    values["co_units"] = [units[code].pk for code in row.get("co_units", [])]
    return values


def _general(realm: str, units: dict[str, Unit], categories: dict[str, Category]) -> Iterator[dict[str, Any]]:
    """One rule for a class whose topics all go to the same unit in the same way, else one for each topic."""
    groups: dict[str, list[Topic]] = {}
    for topic in catalogue().of(realm):
        groups.setdefault(topic.code[:-2], []).append(topic)
    for code, topics in groups.items():
        if len({(topic.to, topic.dispatches) for topic in topics}) == 1:
            yield _rule(categories[code], topics[0], units)
        else:
            yield from (_rule(categories[topic.code], topic, units) for topic in topics)


def _rule(category: Category, topic: Topic, units: dict[str, Unit]) -> dict[str, Any]:
    target = {"unit_of_area": topic.to[1:]} if topic.to.startswith("@") else {"unit": units[topic.to]}
    return {"name": category.name, "category": category, "dispatches": topic.dispatches, **target}
