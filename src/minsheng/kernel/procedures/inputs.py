"""The inputs of an act: shapes checked against the procedure, free text taken apart from values. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from minsheng.base.errors import Refusal, Refusals
from minsheng.base.text import clean_text
from minsheng.kernel.procedures.schema import Act, FieldSpec, Procedure

TEXT_LIMIT = 20_000
_INTEGER = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_TRUE = frozenset({"1", "true", "on", "yes"})
_FALSE = frozenset({"0", "false", "off", "no", ""})


@dataclass(frozen=True, slots=True)
class Inputs:
    """Checked inputs. ``data`` is JSON-able and goes into the act; ``texts`` are kept apart, to be erasable."""

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
        except Refusal as refusal:
            refusals.append(refusal)
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
    if value is None or value in ("", []):
        if required:
            raise Refusal("field.required", name, name=spec.zh, name_en=spec.en)
        return None
    return _CLEANERS[spec.type](spec, name, value)


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
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise Refusal("field.date", name, value=str(value)[:40]) from None


def _flag(spec: FieldSpec, name: str, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    text = str(value).lower()
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    raise Refusal("field.flag", name, value=text[:40])


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
}
