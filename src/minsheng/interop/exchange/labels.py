"""Texts with the category that somebody gave them: TSV (text, category) or JSON lines, to learn suggestions from."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from minsheng.base.errors import Refusal
from minsheng.interop.exchange.csv_rows import decoded
from minsheng.kernel.routing.registry import routing_registry

_TEXTS = ("title", "text", "body", "留言主题", "留言详情")
_LABELS = ("label", "class", "category", "一级分类", "一级标签")


@dataclass(slots=True)
class Samples:
    """Texts with category ids, and how often each label occurred that names no category of the realm."""

    known: list[tuple[str, int]] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)


def read_labels(content: bytes) -> list[tuple[str, str]]:
    """Pairs of text and label. Raises Refusal ``table.encoding`` or ``import.label_format`` (param line)."""
    lines = decoded(content).split("\n")
    filled = [(number, line.strip("\r")) for number, line in enumerate(lines, start=1) if line.strip()]
    return [_pair(line, number) for number, line in filled]


def samples_of(pairs: Iterable[tuple[str, str]], realm: str) -> Samples:
    """Find the category of each label by its full name, which of a first level is its name: 城乡建设, 城乡建设/住房."""
    registry = routing_registry()
    samples = Samples()
    for text, label in pairs:
        entry = registry.by_full_name.get((realm, label))
        if entry is None:
            samples.unknown[label] += 1
        else:
            samples.known.append((text, entry.id))
    return samples


def _pair(line: str, number: int) -> tuple[str, str]:
    text, label = _from_json(line) if line.lstrip().startswith("{") else _from_tabs(line)
    if not text.strip() or not label.strip():
        raise Refusal("import.label_format", "labels", line=number)
    return text.strip(), label.strip()


def _from_tabs(line: str) -> tuple[str, str]:
    text, _, label = line.rpartition("\t")
    return text, label


def _from_json(line: str) -> tuple[str, str]:
    try:
        entry = json.loads(line)
    except ValueError:
        return "", ""
    return "\n".join(_named(entry, _TEXTS)), next(_named(entry, _LABELS), "")


def _named(entry: dict[str, object], names: Iterable[str]) -> Iterator[str]:
    return (str(entry[name]) for name in names if entry.get(name))
