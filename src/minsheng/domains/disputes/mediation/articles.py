"""How a guard names an article of its own, where it is another than that of the act. Pure."""

from __future__ import annotations


def article(source: str) -> str:
    """The citation for a word of a procedure file: ``tytj_15`` is ``tytj 第15条``, ``gaxz`` the whole source."""
    key, _, number = source.partition("_")
    return f"{key} 第{number}条" if number else key
