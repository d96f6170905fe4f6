"""What differs between two versions of a template, in lines. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from minsheng.domains.disputes.steps.definition import AxisSpec, Definition, StepSpec

Items = Sequence[StepSpec | AxisSpec]


@dataclass(frozen=True, slots=True)
class Difference:
    """One step or axis (``part``): ``added``, ``removed``, ``changed``, ``moved``. Places count from 1; 0 for none."""

    part: str
    what: str
    name: str
    name_en: str
    was: int
    now: int

    def __call__(self, language: str) -> str:
        """The name in a language."""
        return self.name_en if language.startswith("en") else self.name


def differences(old: Definition, new: Definition) -> list[Difference]:
    """Steps, then axes: known by their Chinese names. Nothing for two that say the same."""
    return [*_compared("steps", old.steps, new.steps), *_compared("axes", old.axes, new.axes)]


def _compared(part: str, old: Items, new: Items) -> Iterator[Difference]:
    was = {item.name.zh: (place, item) for place, item in enumerate(old, start=1)}
    now = {item.name.zh: (place, item) for place, item in enumerate(new, start=1)}
    for name, (place, item) in was.items():
        if name not in now:
            yield Difference(part, "removed", name, item.name.en, place, 0)
    for name, (place, item) in now.items():
        if name not in was:
            yield Difference(part, "added", name, item.name.en, 0, place)
        elif item != was[name][1]:
            yield Difference(part, "changed", name, item.name.en, was[name][0], place)
        elif place != was[name][0]:
            yield Difference(part, "moved", name, item.name.en, was[name][0], place)
