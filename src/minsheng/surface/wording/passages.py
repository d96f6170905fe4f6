"""How the passage of a source is cited: files write ``第34条``, ``34``, ``19、36``, ``31(5)`` or a heading."""

from __future__ import annotations

import re

_ARTICLES = re.compile(r"第?(\d+(?:、\d+)*)条?(?:\((\d+)\))?", re.ASCII)


def passage_words(passage: str, language: str) -> str:
    """``第34条`` or ``art. 34``. A heading in Chinese says nothing to an English reader and is left out there."""
    english = language.startswith("en")
    found = _ARTICLES.fullmatch(passage)
    if found is None:
        return passage if passage.isascii() or not english else ""
    articles, item = found[1], found[2]
    if english:
        return f"art. {articles.replace('、', ', ')}{f' ({item})' if item else ''}"
    return f"第{articles}条{f'第{item}项' if item else ''}"
