"""Turning a refusal into the sentence that a person reads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from minsheng.base.errors import Refusal
from minsheng.kernel.procedures.library import procedure_files, procedure_folders
from minsheng.kernel.procedures.schema import Law, Procedure
from minsheng.surface.wording.catalogue import Worded, filled, names, sentences
from minsheng.surface.wording.passages import passage_words

_EN = "_en"
_UNITS = {
    "hour": Worded("小时", "hour"),
    "working_hour": Worded("个工作小时", "working hour"),
    "day": Worded("日", "day"),
    "working_day": Worded("个工作日", "working day"),
    "month": Worded("个月", "month"),
    "year": Worded("年", "year"),
}
_UNWORDED = Worded("该操作未被接受（{code}）。", "This was refused ({code}).")


def say(refusal: Refusal, language: str, procedure: Procedure | None = None) -> str:
    """The sentence for ``refusal`` in ``language`` (``en…``: English, anything else Chinese).

    Of two parameters ``x`` and ``x_en`` the one of the language is used. The law behind the refusal is cited at the
    end. ``procedure`` names the inputs of its acts, its clocks and its sources; without it the installed procedure
    files do, as far as they agree. Never raises: a code without a sentence is named as it is.
    """
    template = _worded(refusal)(language)
    values = {key: _value(key, value, language, procedure) for key, value in _chosen(refusal.params, language).items()}
    values["field"] = field_name(refusal.field or "", language, procedure)
    values.setdefault("code", refusal.code)
    return filled(template, values) + _citation(refusal, language, procedure)


def field_name(field: str, language: str, procedure: Procedure | None = None) -> str:
    """What a person calls the input ``field``: by its procedure, else by the catalogue, else the key itself."""
    if procedure is not None and field in procedure.fields:
        return procedure.fields[field](language)
    if "." in field:
        return _part_name(field, language, procedure)
    worded = names().get(field) or _names_in_files().get(field)
    return worded(language) if worded is not None else field


def _part_name(field: str, language: str, procedure: Procedure | None) -> str:
    """A part of an input: a column of a line (``plan.2.amount``), or a particular of a person (``party.name``)."""
    name, *rest = field.split(".")
    spec = procedure.fields.get(name) if procedure is not None else None
    key = rest[-1]
    column = (spec.columns or {}).get(key) if spec is not None else None
    part = column(language) if column is not None else field_name(key, language)
    whole = field_name(name, language, procedure)
    if len(rest) > 1:
        return f"{whole}, line {rest[0]}, {part}" if language.startswith("en") else f"{whole}第{rest[0]}行·{part}"
    return f"{whole}: {part}" if language.startswith("en") else f"{whole}·{part}"


def _worded(refusal: Refusal) -> Worded:
    """The sentence of a code; a limit that is open on one side has a sentence of its own (``….without_max``)."""
    known = sentences()
    for name, value in refusal.params.items():
        variant = known.get(f"{refusal.code}.without_{name}") if value is None else None
        if variant is not None:
            return variant
    return known.get(refusal.code, _UNWORDED)


def _chosen(params: Mapping[str, object], language: str) -> dict[str, object]:
    """Parameters with those in English standing for the others where that is the language."""
    plain = {key: value for key, value in params.items() if not key.endswith(_EN)}
    if language.startswith("en"):
        plain |= {key.removesuffix(_EN): value for key, value in params.items() if key.endswith(_EN) and value}
    return plain


def _value(key: str, value: object, language: str, procedure: Procedure | None) -> str:
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(str(item) for item in value)
    if isinstance(value, datetime):
        return _local(value)
    text = str(value)
    if key in {"at", "last", "due_at", "latest"}:
        instant = parse_datetime(text)
        return _local(instant) if instant is not None and timezone.is_aware(instant) else text
    if key == "unit" and text in _UNITS:
        return _UNITS[text](language)
    if key == "key" and procedure is not None and text in procedure.clock:
        return procedure.clock[text](language)
    return text


def _local(instant: datetime) -> str:
    return f"{timezone.localtime(instant):%Y-%m-%d %H:%M}"


def _citation(refusal: Refusal, language: str, procedure: Procedure | None) -> str:
    text = refusal.params.get("law")
    if not isinstance(text, str) or not text:
        return ""
    key, _, article = text.partition(" ")
    law = procedure.law.get(key) if procedure is not None else _laws_in_files().get(key)
    if law is None:
        return ""
    passage = passage_words(article, language)
    if language.startswith("en"):
        return f" (Source: {law.title_en}{', ' if passage else ''}{passage})"
    return f"（依据：{law.title}{'，' if passage else ''}{passage}）"


@cache
def _laws_in_files() -> dict[str, Law]:
    """Sources by key, as far as all installed procedures mean the same by it."""
    found: dict[str, Law] = {}
    unlike: set[str] = set()
    for procedure in _installed():
        for key, law in procedure.law.items():
            if found.setdefault(key, law).title != law.title:
                unlike.add(key)
    return {key: law for key, law in found.items() if key not in unlike}


@cache
def _names_in_files() -> dict[str, Worded]:
    """Names of the inputs of acts, as far as all installed procedures call them the same."""
    found: dict[str, Worded] = {}
    unlike: set[str] = set()
    for procedure in _installed():
        for key, spec in procedure.fields.items():
            worded = Worded(spec.zh, spec.en)
            if found.setdefault(key, worded) != worded:
                unlike.add(key)
    return {key: worded for key, worded in found.items() if key not in unlike}


def _installed() -> list[Procedure]:
    return [item.procedure for folder in procedure_folders() for item in procedure_files(folder)]
