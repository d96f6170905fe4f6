"""The sentences, read once from TOML: those beside this file, and ``refusals.toml`` of any other module.

A module above this floor words its own refusals, since nothing here may know it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import minsheng

_HERE = Path(__file__).resolve().parent
_FILE_NAME = "refusals.toml"
_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


class CatalogueError(ValueError):
    """A sentence is missing a language, is malformed, or stands twice."""


@dataclass(frozen=True, slots=True)
class Worded:
    """One text in both languages of the interface."""

    zh: str
    en: str

    def __call__(self, language: str) -> str:
        """The text in ``language`` (``en…``: English, anything else Chinese)."""
        return self.en if language.startswith("en") else self.zh

    def placeholders(self) -> frozenset[str]:
        """Names of the parameters that either text wants."""
        return frozenset(_PLACEHOLDER.findall(self.zh + self.en))


def filled(template: str, values: dict[str, str]) -> str:
    """Put ``values`` into the placeholders of ``template``; one without a value stays as it is."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), template)


def sources() -> Iterator[Path]:
    """Every file with sentences, those of this room first."""
    yield from sorted((_HERE / "refusals").glob("*.toml"))
    yield from sorted(Path(minsheng.__file__).parent.rglob(_FILE_NAME))


@cache
def sentences() -> dict[str, Worded]:
    """Sentences by refusal code. Raises CatalogueError on a code that stands twice or lacks a language."""
    found: dict[str, Worded] = {}
    for path in sources():
        for code, worded in _read(path).items():
            if found.setdefault(code, worded) is not worded:
                raise CatalogueError(f"{path}: {code} is worded twice")
    return found


@cache
def names() -> dict[str, Worded]:
    """Names of inputs by field key."""
    return _read(_HERE / "fields.toml")


def _read(path: Path) -> dict[str, Worded]:
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    for key, value in content.items():
        if not isinstance(value, dict) or set(value) != {"zh", "en"}:
            raise CatalogueError(f"{path}: {key} must have zh and en and nothing else")
    return {key: Worded(**value) for key, value in content.items()}
