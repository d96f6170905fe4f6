"""What an import wants to find: the category tree of its realm, and a model that suggests categories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from minsheng.base.errors import Refusal
from minsheng.base.text import clean_text
from minsheng.interop.exchange.columns import CATEGORY, Heading, read_heading
from minsheng.interop.exchange.labels import Samples, read_labels, samples_of
from minsheng.interop.exchange.tables import Row, read_file, read_table
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.cases.labelled import labelled_cases
from minsheng.kernel.routing.models import SuggestionModel
from minsheng.kernel.routing.registry import routing_registry
from minsheng.kernel.routing.services import load_categories
from minsheng.kernel.routing.suggesting import suggestion_models
from minsheng.kernel.routing.training import train_suggestions

LONGEST_NAME = 100
CATEGORY_FILES = ("categories.xlsx", "categories.csv")
LABEL_FILES = ("labelled_*.tsv", "labelled_*.jsonl")


@dataclass(frozen=True, slots=True)
class Learned:
    """A model that has just been trained, and the labels that named no category."""

    model: SuggestionModel
    unknown: tuple[str, ...]


def categories_beside(path: Path) -> Path | None:
    """The category tree that lies beside a file, or None."""
    return next((path.parent / name for name in CATEGORY_FILES if (path.parent / name).is_file()), None)


def labels_beside(path: Path) -> list[Path]:
    """The labelled files that lie beside a file."""
    return sorted(found for pattern in LABEL_FILES for found in path.parent.glob(pattern) if found.is_file())


def has_categories(realm: str) -> bool:
    """Whether the realm has any category."""
    return any(entry.realm == realm for entry in routing_registry().categories.values())


def has_model(realm: str) -> bool:
    """Whether anything was learned about the realm."""
    return realm in suggestion_models()


def load_category_file(*, by: Actor, path: Path, realm: str) -> int:
    """Add the categories of a file that the realm does not have yet; returns how many. All or nothing.

    Raises Refusal like ``tables.read_table`` and ``columns.read_heading``; ``import.category_gap`` or ``text.*`` on a
    field that names row and column.
    """
    first, *rows = read_table(read_file(path))
    heading = read_heading(first.cells, required=CATEGORY[:1])
    lines = [_names(row, heading) for row in rows]
    with acting_as_system():
        return load_categories(by=by, rows=lines, realm=realm)


def learn(*, by: Actor, paths: Sequence[Path], realm: str) -> Learned:
    """Train suggestions from labelled files and from cases whose category a person chose.

    Raises Refusal like ``labels.read_labels`` and ``training.train_suggestions``.
    """
    pairs = [pair for path in paths for pair in read_labels(read_file(path))]
    samples: Samples = samples_of(pairs, realm)
    with acting_as_system():
        model = train_suggestions(by=by, realm=realm, samples=[*samples.known, *labelled_cases(realm)])
    return Learned(model, tuple(sorted(samples.unknown)))


def _names(row: Row, heading: Heading) -> list[str]:
    cells = {column: heading.cell(row.cells, column) for column in CATEGORY}
    names = [
        clean_text("" if cell is None else str(cell), f"第{row.number}行{column}", LONGEST_NAME, column == CATEGORY[0])
        for column, cell in cells.items()
    ]
    if any(below and not above for above, below in pairwise(names)):
        raise Refusal("import.category_gap", f"第{row.number}行")
    return names
