"""The inputs of an act: shapes checked against the procedure, free text taken apart from values. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from minsheng.base.errors import Refusal, Refusals
from minsheng.base.text import clean_text
from minsheng.base.time import SHANGHAI
from minsheng.kernel.procedures.schema import Act, FieldSpec, Procedure

TEXT_LIMIT = 20_000
_INTEGER = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_MONEY = re.compile(r"\d{1,12}(\.\d{1,2})?", re.ASCII)
_WITH_HOUR = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_MOST_ROWS = 60
_PARTY_KINDS = frozenset({"person", "organisation"})
PERSON_KEYS = frozenset({"kind", "name", "phone", "identity", "address"})
"""What may be said of a person or organisation that becomes a party by an act."""
_TRUE = frozenset({"1", "true", "on", "yes"})
_FALSE = frozenset({"0", "false", "off", "no", ""})


@dataclass(frozen=True, slots=True)
class Inputs:
    """Checked inputs. ``data`` is JSON-able and goes into the act; ``texts`` are kept apart, to be erasable.

    Particulars of persons stand in ``data`` as they were given until the service has registered them.
    """

    data: dict[str, Any]
    texts: dict[str, str]


def clean_inputs(procedure: Procedure, act: Act, raw: Mapping[str, Any]) -> Inputs:
    """Check ``raw`` against the fields that ``act`` declares. Raises Refusals with one Refusal per field at fault.

    Codes: ``field.required``, ``field.unknown``, ``field.choice``, ``field.integer``, ``field.range``, ``field.date``,
    ``field.flag`` and those of ``clean_text``. Whether an id exists is asked by the service that holds the registers.
    """
    refusals = [Refusal("field.unknown", name) for name in raw if name not in act.fields]
    data: dict[str, Any] = {}
    texts: dict[str, str] = {}
    for name, need in act.fields.items():
        spec = procedure.fields[name]
        try:
            value = _clean(spec, name, raw.get(name), required=need == "required")
        except (Refusal, Refusals) as fault:
            refusals += fault.refusals if isinstance(fault, Refusals) else [fault]
            continue
        if value is None:
            continue
        if spec.type == "text":
            texts[name] = value
        else:
            data[name] = value
    if refusals:
        raise Refusals(refusals)
    return Inputs(data, texts)


def _clean(spec: FieldSpec, name: str, value: Any, *, required: bool) -> Any:
    cleaned = None if value is None or value in ("", []) else _CLEANERS[spec.type](spec, name, value)
    if cleaned is None or cleaned == []:  # lines in which nothing was filled in are none
        if required:
            raise Refusal("field.required", name, name=spec.zh, name_en=spec.en)
        return None
    return cleaned


def _text(spec: FieldSpec, name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise Refusal("field.text", name)
    return clean_text(value, name, max_length=spec.max or TEXT_LIMIT, required=True)


def _choice(spec: FieldSpec, name: str, value: Any) -> str:
    if not isinstance(value, str) or value not in (spec.choices or {}):
        raise Refusal("field.choice", name, value=str(value)[:40], choices=", ".join(spec.choices or {}))
    return value


def _integer(spec: FieldSpec, name: str, value: Any) -> int:
    text = "" if isinstance(value, bool | float) else str(value).strip()
    if not _INTEGER.fullmatch(text):
        raise Refusal("field.integer", name, value=str(value)[:40])
    number = int(text)
    if (spec.min is not None and number < spec.min) or (spec.max is not None and number > spec.max):
        raise Refusal("field.range", name, value=number, min=spec.min, max=spec.max)
    return number


def _id(spec: FieldSpec, name: str, value: Any) -> int:
    number = _integer(FieldSpec(zh=spec.zh, en=spec.en, type="integer"), name, value)
    if not 0 < number < 1 << 48:
        raise Refusal("field.integer", name, value=str(value)[:40])
    return number


def _ids(spec: FieldSpec, name: str, value: Any) -> list[int]:
    values = value if isinstance(value, list | tuple) else [value]
    return list(dict.fromkeys(_id(spec, name, item) for item in values))


def _date(spec: FieldSpec, name: str, value: Any) -> str:
    try:
        found = date.fromisoformat(str(value))
    except ValueError:
        raise Refusal("field.date", name, value=str(value)[:40]) from None
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise Refusal("field.date", name, value=str(value)[:40])
    return found.isoformat()


def _flag(spec: FieldSpec, name: str, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    text = str(value).lower()
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    raise Refusal("field.flag", name, value=text[:40])


def _instant(spec: FieldSpec, name: str, value: Any) -> str:
    """A time without a zone is the district's; a day alone is none. Stored with the zone, so that it has one text."""
    text = str(value).strip()
    try:
        found = datetime.fromisoformat(text if _WITH_HOUR.fullmatch(text) else "")
    except ValueError:
        raise Refusal("field.instant", name, value=str(value)[:40]) from None
    local = found.replace(tzinfo=SHANGHAI) if found.tzinfo is None else found
    if not _FIRST_YEAR <= local.year <= _LAST_YEAR:
        raise Refusal("field.instant", name, value=str(value)[:40])
    return local.astimezone(SHANGHAI).isoformat()


def _money(spec: FieldSpec, name: str, value: Any) -> str:
    """Yuan to the fen, as a text: no float ever holds money."""
    text = "" if isinstance(value, bool | float) else str(value).strip().replace(",", "")
    if not _MONEY.fullmatch(text):
        raise Refusal("field.money", name, value=str(value)[:40])
    amount = Decimal(text)
    if (spec.min is not None and amount < spec.min) or (spec.max is not None and amount > spec.max):
        raise Refusal("field.range", name, value=text, min=spec.min, max=spec.max)
    return f"{amount:.2f}"


def _person(spec: FieldSpec, name: str, value: Any) -> Any:
    """Particulars to be registered, as texts; or the id of a party that is on the case already."""
    if isinstance(value, int | str) and not isinstance(value, bool):
        return _id(spec, name, value)
    if not isinstance(value, Mapping) or not set(value) <= PERSON_KEYS:
        raise Refusal("field.person", name, known=", ".join(sorted(PERSON_KEYS)))
    given = {key: text for key, text in value.items() if text not in (None, "")}
    if not all(isinstance(text, str) for text in given.values()) or given.get("kind", "person") not in _PARTY_KINDS:
        raise Refusal("field.person", name, known=", ".join(sorted(PERSON_KEYS)))
    if not given.get("name"):
        raise Refusal("field.required", f"{name}.name", name=spec.zh, name_en=spec.en)
    return given


def _rows(spec: FieldSpec, name: str, value: Any) -> list[dict[str, Any]]:
    """Lines; one in which nothing was filled in is left out. Each fault names its line and column."""
    if not isinstance(value, list | tuple) or not all(isinstance(line, Mapping) for line in value):
        raise Refusal("field.rows", name)
    numbered = enumerate(value, start=1)
    filled = [(at, line) for at, line in numbered if any(item not in (None, "", []) for item in line.values())]
    if len(filled) > (spec.max or _MOST_ROWS):
        raise Refusal("field.rows_many", name, most=spec.max or _MOST_ROWS)
    lines: list[dict[str, Any]] = []
    refusals: list[Refusal] = []
    for number, line in filled:
        lines.append(_line(spec, f"{name}.{number}", line, refusals))
    if refusals:
        raise Refusals(refusals)
    return lines


def _line(spec: FieldSpec, place: str, line: Mapping[str, Any], refusals: list[Refusal]) -> dict[str, Any]:
    columns = spec.columns or {}
    refusals += [Refusal("field.unknown", f"{place}.{str(key)[:48]}") for key in line if key not in columns]
    found: dict[str, Any] = {}
    for key, column in columns.items():
        try:
            value = _clean(column, f"{place}.{key}", line.get(key), required=not column.optional)
        except Refusal as refusal:
            refusals.append(refusal)
            continue
        if value is not None:
            found[key] = value
    return found


_CLEANERS: dict[str, Callable[[FieldSpec, str, Any], Any]] = {
    "text": _text,
    "choice": _choice,
    "integer": _integer,
    "unit": _id,
    "account": _id,
    "category": _id,
    "area": _id,
    "case": _id,
    "units": _ids,
    "files": _ids,
    "date": _date,
    "flag": _flag,
    "accounts": _ids,
    "instant": _instant,
    "money": _money,
    "person": _person,
    "party": _id,
    "parties": _ids,
    "entry": _id,
    "entries": _ids,
    "rows": _rows,
}
