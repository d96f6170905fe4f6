"""Words that may tell of danger, found in texts. Pure: the list is data; what was found can be shown in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_CLAUSE = re.compile(r"[，。；！？、,.;!?\n]")
_TITLE = re.compile(r"《[^《》\n]{1,60}》")


@dataclass(frozen=True, slots=True)
class Category:
    """A category of words, named in both languages. ``words`` maps each to longer ones in which it means nothing."""

    key: str
    zh: str
    en: str
    words: Mapping[str, tuple[str, ...]]

    def __call__(self, language: str) -> str:
        """The name in a language."""
        return self.en if language.startswith("en") else self.zh


@dataclass(frozen=True, slots=True)
class WordList:
    """A maintained list. ``negations`` turn a word that follows within ``reach`` characters of the same clause."""

    categories: tuple[Category, ...]
    negations: tuple[str, ...] = ()
    reach: int = 6


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of the list at ``start`` of a text."""

    category: str
    word: str
    start: int


def find(text: str, words: WordList) -> list[Hit]:
    """Words of the list that stand in ``text`` and mean what they say, in order.

    Not counted: a word that is part of a longer one that the list names, one in the title of a work (《…》), and one
    that a negation turns in the same clause.
    """
    titles = [match.span() for match in _TITLE.finditer(text)]
    found = [hit for category in words.categories for hit in _of(text, category, words, titles)]
    return sorted(found, key=lambda hit: (hit.start, hit.category, hit.word))


def _of(text: str, category: Category, words: WordList, titles: list[tuple[int, int]]) -> Iterator[Hit]:
    for word, unless in category.words.items():
        start = text.find(word)
        while start >= 0:
            in_title = any(first <= start < last for first, last in titles)
            if not in_title and not _is_part(text, word, start, unless) and not _is_turned(text, start, words):
                yield Hit(category.key, word, start)
            start = text.find(word, start + 1)


def _is_part(text: str, word: str, start: int, unless: tuple[str, ...]) -> bool:
    for longer in unless:
        offset = longer.find(word)
        while offset >= 0:
            if text.startswith(longer, start - offset) and start >= offset:
                return True
            offset = longer.find(word, offset + 1)
    return False


def _is_turned(text: str, start: int, words: WordList) -> bool:
    before = _CLAUSE.split(text[max(start - words.reach, 0) : start])[-1]
    return any(negation in before for negation in words.negations)


def around(text: str, start: int, word: str, width: int = 18) -> tuple[str, str, str]:
    """What stands before the word, the word, and what stands behind it, for a reader of the text."""
    end = start + len(word)
    return text[max(start - width, 0) : start], text[start:end], text[end : end + width]
