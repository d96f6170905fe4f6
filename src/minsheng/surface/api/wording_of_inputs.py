"""What pydantic finds wrong with a request, as our own refusals: the same codes and sentences as everywhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from minsheng.base.errors import Refusal

Loc = Sequence[str | int]
_PLAIN = {
    "missing": "field.required",
    "extra_forbidden": "field.unknown",
    "finite_number": "input.number",
    "string_type": "field.text",
    "string_unicode": "text.control",
    "too_short": "input.too_few",
}
_FAMILIES = (
    ("int_", "input.integer"),
    ("float_", "input.number"),
    ("bool_", "input.flag"),
    ("date_", "input.date"),
    ("list_", "input.list"),
    ("dict_", "input.object"),
    ("model_", "input.object"),
)


def refusal_of(error: Mapping[str, Any]) -> tuple[Refusal, str]:
    """One of pydantic's errors as a Refusal, and the JSON pointer to where it is.

    ``loc`` begins with the source (body, query, path) and, for a body, the name of the view's argument.
    """
    loc = [part for part in error["loc"] if not _is_branch(part)]
    inside = loc[2:] if loc and loc[0] == "body" else loc[1:]
    field = next((str(part) for part in reversed(inside) if isinstance(part, str)), None)
    return _worded(str(error["type"]), field, error.get("ctx") or {}, str(error.get("msg", ""))), pointer(inside)


def pointer(parts: Loc) -> str:
    """A JSON pointer (RFC 6901) made of keys and indexes."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def _is_branch(part: object) -> bool:
    """Whether a part of ``loc`` only names which of several types was tried."""
    return isinstance(part, str) and (part.startswith("constrained-") or part in {"int", "str"})


def _worded(kind: str, field: str | None, ctx: Mapping[str, Any], message: str) -> Refusal:  # noqa: PLR0911 -- one line for each kind of fault
    if kind == "string_too_long":
        return Refusal("input.too_long", field, limit=ctx.get("max_length"))
    if kind == "string_too_short":
        return Refusal("text.empty", field)
    if kind == "too_long":
        return Refusal("input.too_many", field, limit=ctx.get("max_length"))
    if kind in {"greater_than_equal", "greater_than"}:
        return Refusal("input.too_small", field, limit=str(ctx.get("ge", ctx.get("gt"))))
    if kind in {"less_than_equal", "less_than"}:
        return Refusal("input.too_large", field, limit=str(ctx.get("le", ctx.get("lt"))))
    if kind in {"literal_error", "enum"}:
        return Refusal("input.choice", field, choices=str(ctx.get("expected", "")))
    if kind in _PLAIN:
        return Refusal(_PLAIN[kind], field)
    code = next((code for start, code in _FAMILIES if kind.startswith(start)), None)
    return Refusal(code, field) if code else Refusal("input.invalid", field, fault=message[:120])
