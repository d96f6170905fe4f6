"""Putting words into placeholders: ``{name}`` and nothing more, so that a template is no program."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

ADDRESSEE = "addressee"
"""The one placeholder that is filled at sending: the name of the person addressed is kept in no message."""

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_STRAY = re.compile(r"[{}]")
# A private-use character stands for the addressee in a kept message: the text of a case cannot forge it.
_MARK = "\ue000"


class WordingError(ValueError):
    """A template is malformed, names a placeholder that it does not declare, or a parameter is missing."""


def check_wording(text: str, params: Iterable[str]) -> None:
    """Raise WordingError when ``text`` has a stray brace or a placeholder that is not in ``params``."""
    allowed = {*params, ADDRESSEE}
    unknown = sorted(set(_PLACEHOLDER.findall(text)) - allowed)
    if unknown:
        raise WordingError(f"unknown placeholders: {', '.join(unknown)}; declared: {', '.join(sorted(allowed))}")
    if _STRAY.search(_PLACEHOLDER.sub("", text)):
        raise WordingError("a brace without a placeholder")


def worded(text: str, params: Mapping[str, str | int]) -> str:
    """Fill the placeholders of ``text`` but the addressee. Raises WordingError when a parameter is missing."""

    def fill(found: re.Match[str]) -> str:
        name = found[1]
        if name == ADDRESSEE:
            return _MARK
        if name not in params:
            raise WordingError(f"parameter {name!r} is missing")
        return str(params[name]).replace(_MARK, "")

    return _PLACEHOLDER.sub(fill, text)


def addressed(text: str, name: str) -> str:
    """Put the name of the person addressed into a text that `worded` has made."""
    return text.replace(_MARK, name)
