"""The inputs of an act as a JSON schema, made from its procedure and from nothing else."""

from __future__ import annotations

from typing import Any

from minsheng.kernel.procedures.inputs import TEXT_LIMIT
from minsheng.kernel.procedures.library import procedure_files, procedure_folders
from minsheng.kernel.procedures.schema import Act, FieldSpec, Procedure

Schema = dict[str, Any]

_ID_OR_CODE: Schema = {
    "anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "minLength": 1, "maxLength": 40}]
}
_HANDLE: Schema = {"type": "string", "description": "handle of an upload"}
_BY_TYPE: dict[str, Schema] = {
    "unit": {**_ID_OR_CODE, "x-register": "/units"},
    "units": {"type": "array", "items": _ID_OR_CODE, "x-register": "/units"},
    "account": {"type": "integer", "minimum": 1},
    "category": {**_ID_OR_CODE, "x-register": "/categories"},
    "area": {**_ID_OR_CODE, "x-register": "/areas"},
    "case": {"type": "string", "maxLength": 24, "description": "code of a case", "x-register": "/cases"},
    "date": {"type": "string", "format": "date"},
    "flag": {"type": "boolean"},
    "files": {"type": "array", "items": _HANDLE, "x-register": "/files"},
    "accounts": {"type": "array", "items": {"type": "integer", "minimum": 1}},
    "instant": {"type": "string", "format": "date-time", "description": "without an offset: the district's time"},
    "money": {"type": "string", "pattern": r"^\d{1,12}(\.\d{1,2})?$", "description": "yuan"},
    "party": {"type": "integer", "minimum": 1, "description": "a party to the case"},
    "parties": {"type": "array", "items": {"type": "integer", "minimum": 1}},
    "entry": {"type": "integer", "minimum": 1},
    "entries": {"type": "array", "items": {"type": "integer", "minimum": 1}},
    "person": {
        "anyOf": [
            {"type": "integer", "minimum": 1},
            {
                "type": "object",
                "properties": {
                    "kind": {"enum": ["person", "organisation"]},
                    **{key: {"type": "string"} for key in ("name", "phone", "identity", "address")},
                },
                "required": ["name"],
                "additionalProperties": False,
            },
        ]
    },
}


def act_schema(procedure: Procedure, act: Act, language: str) -> Schema:
    """The JSON schema (draft 2020-12) of the body for ``act``, named in ``language``."""
    return {
        "type": "object",
        "title": act(language),
        "additionalProperties": False,
        "properties": {name: field_schema(procedure.fields[name], language) for name in act.fields},
        "required": [name for name, need in act.fields.items() if need == "required"],
    }


def field_schema(spec: FieldSpec, language: str) -> Schema:
    """The JSON schema of one input."""
    schema: Schema = {"title": spec(language)}
    if spec.type == "text":
        return schema | {"type": "string", "minLength": 1, "maxLength": spec.max or TEXT_LIMIT}
    if spec.type == "choice":
        choices = spec.choices or {}
        return schema | {"enum": list(choices), "x-names": {key: text(language) for key, text in choices.items()}}
    if spec.type == "integer":
        limits = {"minimum": spec.min, "maximum": spec.max}
        return schema | {"type": "integer"} | {key: value for key, value in limits.items() if value is not None}
    if spec.type == "rows":
        return schema | _rows(spec, language)
    register = {"x-register": spec.of} if spec.of is not None else {}
    return schema | _BY_TYPE[spec.type] | register


def _rows(spec: FieldSpec, language: str) -> Schema:
    columns = spec.columns or {}
    line: Schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {key: field_schema(column, language) for key, column in columns.items()},
        "required": [key for key, column in columns.items() if not column.optional],
    }
    return {"type": "array", "items": line, "maxItems": spec.max or 60}


def installed_schemas(language: str) -> dict[str, Schema]:
    """Schemas of all acts that people do, of the newest version of each installed procedure, by component name.

    From the files and not from the database, so that the OpenAPI document is the same wherever the code is.
    """
    newest: dict[str, Procedure] = {}
    for folder in procedure_folders():
        for item in procedure_files(folder):
            newest[item.procedure.key] = item.procedure  # files come in the order of their versions
    acts = {
        f"Act.{procedure.key}.{key}": act_schema(procedure, act, language)
        for _, procedure in sorted(newest.items())
        for key, act in procedure.act.items()
        if key != procedure.opening and act.who != ["system"]
    }
    openings = {
        f"Open.{procedure.key}": act_schema(procedure, procedure.act[procedure.opening], language)
        for _, procedure in sorted(newest.items())
        if procedure.act[procedure.opening].fields
    }
    return acts | openings
