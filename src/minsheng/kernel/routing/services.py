"""Writes of the routing room: categories and rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max

from minsheng.base.errors import Refusal
from minsheng.base.text import clean_text
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.rules import require
from minsheng.kernel.audit.services import record
from minsheng.kernel.routing.models import Category, Rule, Ruling
from minsheng.kernel.routing.registry import routing_changed

LONGEST_NAME = 100
MOST_LEVELS = 6
"""The chain of codes from the root must fit into its column."""


@transaction.atomic
def create_category(
    *, by: Actor, code: str, name: str, parent: Category | None = None, realm: str = "hotline", **fields: object
) -> Category:
    """Add a category under ``parent``. Raises Refusal ``category.exists`` when the code is taken."""
    require(by, "routing.manage")
    if Category.objects.filter(code=code).exists():
        raise Refusal("category.exists", "code", value=code)
    path = f"{parent.path}.{code}" if parent else code
    level = parent.level + 1 if parent else 1
    category = Category.objects.create(
        code=code, name=name, parent=parent, path=path, level=level, realm=realm, **fields
    )
    record("routing.category_created", by=by, subject="category", subject_id=category.pk, data={"code": code})
    routing_changed()
    return category


@transaction.atomic
def load_categories(*, by: Actor, rows: Iterable[Sequence[str]], realm: str) -> int:
    """Add the missing nodes of a tree given as rows of names from the first level down. Returns how many were added.

    Codes are numbers by order of appearance within their parent, so that the same file gives the same codes. Raises
    Refusal on field ``name``: those of ``clean_text``, and ``input.too_many`` for more levels than a code has room for.
    """
    require(by, "routing.manage")
    known = {(c.parent_id, c.name): c for c in Category.objects.filter(realm=realm)}
    counts: dict[int | None, int] = {}
    for category in known.values():
        counts[category.parent_id] = counts.get(category.parent_id, 0) + 1
    added = 0
    for row in rows:
        parent: Category | None = None
        for depth, part in enumerate(row):
            name = clean_text(part, "name", LONGEST_NAME, required=False)
            if not name:
                break
            if depth == MOST_LEVELS:
                raise Refusal("input.too_many", "name", limit=MOST_LEVELS)
            key = (parent.pk if parent else None, name)
            if key not in known:
                counts[key[0]] = counts.get(key[0], 0) + 1
                known[key] = _add_node(parent, name, counts[key[0]], realm)
                added += 1
            parent = known[key]
    if added:
        record("routing.categories_loaded", by=by, subject="realm", subject_id=realm, data={"added": added})
        routing_changed()
    return added


def _add_node(parent: Category | None, name: str, number: int, realm: str) -> Category:
    code = f"{parent.code}{number:02d}" if parent else f"{realm}-{number:02d}"
    return Category.objects.create(
        code=code,
        name=name,
        parent=parent,
        path=f"{parent.path}.{code}" if parent else code,
        level=parent.level + 1 if parent else 1,
        realm=realm,
    )


@transaction.atomic
def create_rule(*, by: Actor, realm: str, name: str, position: int | None = None, **fields: object) -> Rule:
    """Add a routing rule at ``position`` (at the end when None); later rules move down by one.

    Raises Refusal ``rule.target`` unless exactly one of ``unit`` and ``unit_of_area`` is given.
    """
    require(by, "routing.manage")
    if bool(fields.get("unit") or fields.get("unit_id")) == bool(fields.get("unit_of_area")):
        raise Refusal("rule.target", "unit")
    rules = Rule.objects.filter(realm=realm)
    last = rules.aggregate(last=Max("position"))["last"] or 0
    wanted = min(position or last + 1, last + 1)
    rules.filter(position__gte=wanted).update(position=F("position") + 1)
    rule = Rule.objects.create(realm=realm, name=name, position=wanted, **fields)
    record("routing.rule_created", by=by, subject="rule", subject_id=rule.pk, data={"position": wanted})
    routing_changed()
    return rule


@transaction.atomic
def change_rule(*, by: Actor, rule: Rule, **fields: object) -> Rule:
    """Change conditions or target of a rule, or switch it off (``active=False``)."""
    require(by, "routing.manage")
    for name, value in fields.items():
        setattr(rule, name, value)
    if (rule.unit_id is not None) == bool(rule.unit_of_area):
        raise Refusal("rule.target", "unit")
    rule.save(update_fields=list(fields))
    record("routing.rule_changed", by=by, subject="rule", subject_id=rule.pk, data={"fields": sorted(fields)})
    routing_changed()
    return rule


@transaction.atomic
def move_rule(*, by: Actor, rule: Rule, position: int) -> Rule:
    """Move a rule to ``position`` among the rules of its realm; the others close up."""
    require(by, "routing.manage")
    others = list(Rule.objects.filter(realm=rule.realm).exclude(pk=rule.pk).order_by("position", "id"))
    others.insert(max(0, min(position - 1, len(others))), rule)
    for number, other in enumerate(others, start=1):
        other.position = number
    Rule.objects.bulk_update(others, ["position"])
    record("routing.rule_moved", by=by, subject="rule", subject_id=rule.pk, data={"position": position})
    routing_changed()
    return rule


def keep_ruling(*, case_code: str, category_id: int | None, area_id: int | None, unit_id: int, at: datetime) -> Ruling:
    """Keep a ruling on responsibility, so that administrators see which rules it speaks against."""
    return Ruling.objects.create(
        case_code=case_code, category_id=category_id, area_id=area_id, unit_id=unit_id, made_at=at
    )
