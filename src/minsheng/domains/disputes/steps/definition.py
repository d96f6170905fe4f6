"""What a template consists of: steps in their order, and axes by which a case is classified. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from minsheng.base.errors import Refusal, Refusals
from minsheng.base.text import clean_text

MOST_STEPS, MOST_AXES, MOST_VALUES, LEAST_VALUES = 9, 5, 12, 2
MOST_DAYS = 365
NAME, SENTENCE, LAW = 30, 120, 80
UNITS = ("working", "calendar")
PERMISSIONS = ("accept", "assign", "mediate", "track", "refer", "administer", "dispatch", "supervise")
RELATIONS = ("area", "lead")
"""``area``: whoever holds the permission where the case lies; ``lead``: in the unit to which the case was given."""
DOERS = tuple(f"{relation}:{permission}" for relation in RELATIONS for permission in PERMISSIONS)


@dataclass(frozen=True, slots=True)
class Words:
    """A name or sentence in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class StepSpec:
    """One step. ``public`` is what a resident is told while it lasts, ``doer`` who does it (one of DOERS).

    ``days`` of ``unit`` (working, calendar) are its term; 0 and an empty unit: none. ``law`` is the source of the term,
    ``article`` the passage; an empty ``law`` is the template itself, as a local rule.
    """

    name: Words
    public: Words
    doer: str
    days: int = 0
    unit: str = ""
    law: str = ""
    article: str = ""


@dataclass(frozen=True, slots=True)
class AxisSpec:
    """An axis of classification with its values, in their order."""

    name: Words
    values: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """All steps and axes of a version."""

    steps: tuple[StepSpec, ...] = ()
    axes: tuple[AxisSpec, ...] = ()

    def stored(self) -> dict[str, Any]:
        """The definition as JSON."""
        return asdict(self)


def read(content: Mapping[str, Any]) -> Definition:
    """A definition out of what ``stored`` gave."""
    steps = tuple(
        StepSpec(Words(**one["name"]), Words(**one["public"]), **{k: v for k, v in one.items() if k not in _WORDS})
        for one in content.get("steps", ())
    )
    axes = tuple(
        AxisSpec(Words(**one["name"]), tuple(Words(**value) for value in one["values"]))
        for one in content.get("axes", ())
    )
    return Definition(steps, axes)


_WORDS = frozenset({"name", "public"})


def make_step(given: Mapping[str, Any]) -> StepSpec:
    """A step out of what was entered, by the names of the form.

    Raises Refusals: ``text.*``, ``field.choice``, ``field.range``, ``steps.term_unit``, ``steps.article``.
    """
    faults: list[Refusal] = []
    name = _words(given, "", NAME, faults)
    public = _words(given, "public_", SENTENCE, faults)
    doer = _try(lambda: _choice(str(given.get("doer") or ""), DOERS, "doer"), "", faults)
    days, unit = _term(given, faults)
    law = _try(lambda: clean_text(str(given.get("law") or ""), "law", LAW, required=False), "", faults)
    article = _try(lambda: clean_text(str(given.get("article") or ""), "article", NAME, required=False), "", faults)
    if (article and not law) or len(law) == 1:
        faults.append(Refusal("steps.article", "law"))
    if faults:
        raise Refusals(faults)
    return StepSpec(name, public, doer, days, unit, law, article)


def _term(given: Mapping[str, Any], faults: list[Refusal]) -> tuple[int, str]:
    days, unit = int(given.get("days") or 0), str(given.get("unit") or "")
    if unit and unit not in UNITS:
        faults.append(Refusal("field.choice", "unit", value=unit[:20], choices=", ".join(UNITS)))
    elif bool(days) != bool(unit):
        faults.append(Refusal("steps.term_unit", "unit" if days else "days"))
    elif not 0 <= days <= MOST_DAYS:
        faults.append(Refusal("field.range", "days", min=1, max=MOST_DAYS, value=days))
    return days, unit


def make_axis(given: Mapping[str, Any]) -> AxisSpec:
    """An axis out of what was entered (``zh``, ``en``, ``values_zh`` and ``values_en``: a value on each line).

    Raises Refusals: ``text.*``, ``steps.values`` (number of values), ``steps.value_pairs``, ``steps.same_value``.
    """
    faults: list[Refusal] = []
    name = _words(given, "", NAME, faults)
    lists = [
        [line.strip() for line in str(given.get(f"values_{tongue}") or "").splitlines()] for tongue in ("zh", "en")
    ]
    zh, en = ([line for line in lines if line] for lines in lists)
    if not LEAST_VALUES <= len(zh) <= MOST_VALUES:
        faults.append(Refusal("steps.values", "values_zh", min=LEAST_VALUES, max=MOST_VALUES))
    elif len(zh) != len(en):
        faults.append(Refusal("steps.value_pairs", "values_en", zh=len(zh), en=len(en)))
    for tongue, lines in (("zh", zh), ("en", en)):
        if len(set(lines)) != len(lines):
            faults.append(Refusal("steps.same_value", f"values_{tongue}"))
        for line in lines:
            _try(lambda text=line, at=tongue: clean_text(text, f"values_{at}", NAME), "", faults)  # type: ignore[misc]
    if faults:
        raise Refusals(faults)
    return AxisSpec(name, tuple(Words(*pair) for pair in zip(zh, en, strict=True)))


def with_item(definition: Definition, part: str, place: int | None, item: StepSpec | AxisSpec) -> Definition:
    """With a step or an axis (``part``) put in at the end (None) or in place of another.

    Raises Refusal ``steps.too_many``, ``steps.same_name`` (on ``zh`` or ``en``), ``steps.unknown`` (404).
    """
    items: list[Any] = list(getattr(definition, part))
    most = MOST_STEPS if part == "steps" else MOST_AXES
    if place is None:
        if len(items) >= most:
            raise Refusal("steps.too_many", most=most)
        items.append(item)
    else:
        _check_place(items, place)
        items[place] = item
    _check_names(items)
    return replace(definition, **{part: tuple(items)})


def without_item(definition: Definition, part: str, place: int) -> Definition:
    """Without one step or axis. Raises Refusal ``steps.unknown`` (404)."""
    items: list[Any] = list(getattr(definition, part))
    _check_place(items, place)
    del items[place]
    return replace(definition, **{part: tuple(items)})


def with_moved(definition: Definition, part: str, place: int, *, later: bool) -> Definition:
    """With one step or axis moved by one; at the end of the list nothing happens. Raises ``steps.unknown`` (404)."""
    items: list[Any] = list(getattr(definition, part))
    _check_place(items, place)
    other = place + (1 if later else -1)
    if 0 <= other < len(items):
        items[place], items[other] = items[other], items[place]
    return replace(definition, **{part: tuple(items)})


def check_complete(definition: Definition) -> None:
    """Raise Refusal ``steps.none``, ``steps.too_many`` or ``steps.same_name`` unless it can be released."""
    if not definition.steps:
        raise Refusal("steps.none")
    for items, most in ((definition.steps, MOST_STEPS), (definition.axes, MOST_AXES)):
        if len(items) > most:
            raise Refusal("steps.too_many", most=most)
        _check_names(items)


def _check_names(items: Iterable[StepSpec | AxisSpec]) -> None:
    names = [item.name for item in items]
    for tongue in ("zh", "en"):
        said = [getattr(name, tongue) for name in names]
        double = next((text for text in said if said.count(text) > 1), None)
        if double is not None:
            raise Refusal("steps.same_name", tongue, name=double)


def _check_place(items: list[Any], place: int) -> None:
    if not 0 <= place < len(items):
        raise Refusal("steps.unknown", status=404)


def _words(given: Mapping[str, Any], prefix: str, limit: int, faults: list[Refusal]) -> Words:
    texts = [
        _try(lambda at=name: clean_text(str(given.get(at) or ""), at, limit), "", faults)  # type: ignore[misc]
        for name in (f"{prefix}zh", f"{prefix}en")
    ]
    return Words(*texts)


def _choice(value: str, choices: tuple[str, ...], name: str) -> str:
    if value not in choices:
        raise Refusal("field.choice", name, value=value[:40], choices=", ".join(choices))
    return value


def _try(read_it: Callable[[], Any], otherwise: str, faults: list[Refusal]) -> str:
    try:
        return str(read_it() or otherwise)
    except Refusal as fault:
        faults.append(fault)
        return otherwise
