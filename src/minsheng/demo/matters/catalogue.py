"""The catalogue of simulated matters, read from the TOML files beside this module. No database."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class Matter:
    """One sort of report: of which kind it is, how it may be titled, said and answered.

    ``urgent`` is the share of urgent ones; ``fate`` names what must happen to it (see ``simulation.chance``).
    """

    kind: str
    titles: tuple[str, ...]
    say: tuple[str, ...]
    done: tuple[str, ...]
    urgent: float = 0.0
    confidentiality: int = 0
    fate: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """A category of the lowest level with what is reported under it.

    ``to`` is the code of the unit in charge, or ``@kind`` for the unit of that kind at the place. ``months`` are
    weights by month, ``late`` is the share that is answered too late, ``own`` the share that a grid worker settles on
    the spot.
    """

    code: str
    name: str
    realm: str
    to: str
    weight: float
    months: tuple[float, ...]
    late: float
    dispatches: bool
    own: float
    matters: tuple[Matter, ...]

    def weight_in(self, month: int) -> float:
        """How often it comes in a month, against others."""
        return self.weight * self.months[month - 1]


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the category tree; parents come before their children."""

    code: str
    name: str
    name_en: str
    realm: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All nodes of both trees, and the topics at their ends."""

    nodes: tuple[Node, ...]
    topics: tuple[Topic, ...]

    def of(self, realm: str) -> tuple[Topic, ...]:
        """The topics of one realm."""
        return tuple(topic for topic in self.topics if topic.realm == realm)


@cache
def catalogue() -> Catalogue:
    """The whole catalogue. Raises KeyError or TypeError when a file lacks something."""
    nodes: list[Node] = []
    topics: list[Topic] = []
    here = files(__package__)
    for number, path in enumerate(sorted((here / "hotline").iterdir(), key=lambda it: it.name), 1):
        tree = tomllib.loads(path.read_text(encoding="utf-8"))
        for item in _hotline(f"HL{number:02d}", tree):
            (nodes if isinstance(item, Node) else topics).append(item)  # type: ignore[arg-type]
    for item in _grid(tomllib.loads((here / "grid.toml").read_text(encoding="utf-8"))):
        (nodes if isinstance(item, Node) else topics).append(item)  # type: ignore[arg-type]
    return Catalogue(tuple(nodes), tuple(topics))


def _hotline(code: str, tree: dict[str, Any]) -> Iterator[Node | Topic]:
    yield Node(code, tree["name"], tree["name_en"], "hotline", None)
    for group_number, group in enumerate(tree["group"], 1):
        above = f"{code}{group_number:02d}"
        yield Node(above, group["name"], group["name_en"], "hotline", code)
        for number, row in enumerate(group["category"], 1):
            own = f"{above}{number:02d}"
            yield Node(own, row["name"], row["name_en"], "hotline", above)
            matters = tuple(Matter(**_tuples(matter)) for matter in row["matter"])
            yield _topic(own, "hotline", row, matters)


def _grid(tree: dict[str, Any]) -> Iterator[Node | Topic]:
    for group in tree["class"]:
        above = f"WG{group['code']}"
        yield Node(above, group["name"], group["name_en"], "grid", None)
        for number, row in enumerate(group["events"], 1):
            own = f"{above}{number:02d}"
            yield Node(own, row["name"], row["name_en"], "grid", above)
            title = ("{c}" + row["name"], "{s}" + row["name"])
            yield _topic(own, "grid", row, (Matter(row["level"], title, tuple(row["say"]), tuple(row["done"])),))


def _tuples(row: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}


def _topic(code: str, realm: str, row: dict[str, Any], matters: tuple[Matter, ...]) -> Topic:
    months = row.get("months", {})
    return Topic(
        code=code,
        name=row["name"],
        realm=realm,
        to=row["to"],
        weight=row["weight"],
        months=tuple(months.get(str(month), 1.0) for month in MONTHS),
        late=row.get("late", 0.08),
        dispatches=row.get("auto", False),
        own=row.get("own", 0.0),
        matters=matters,
    )
