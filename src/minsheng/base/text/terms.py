"""Search terms: Chinese by pairs of characters, everything else by words. Index and query use the same cut.

A run of n Chinese characters gives its n-1 pairs and its last character alone. The last one is there so that a query of
one character, which becomes a prefix, finds the character wherever it stands: as the head of a pair or at the end.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, islice, pairwise
from operator import add

_HAN_RANGES = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN = re.compile(f"[{_HAN_RANGES}]")
_RUN = re.compile(f"([{_HAN_RANGES}]+)|[^ {_HAN_RANGES}]+")
_MARKS = frozenset(("Mn", "Mc"))
_LONGEST_WORD = 64
_CHARACTERS_IN_USE = 16_384


@dataclass(frozen=True, slots=True)
class Term:
    """One word to look up. ``prefix`` says that every index term beginning with ``text`` is a hit."""

    text: str
    prefix: bool = False


def normalise(text: str) -> str:
    """Bring variants together for comparing and searching.

    Full-width becomes half-width, compatibility forms (㎡, U+F90A) plain ones, capitals small letters; zero-width
    characters and variation selectors go.
    """
    return _folded(text).translate(_KEPT)


def index_terms(text: str, limit: int = 2000) -> list[str]:
    """Terms under which ``text`` is found, each once, in order of appearance, at most ``limit``.

    Rare characters beyond the BMP (𠮷) count as one character. Words are letters, digits and their marks, small, cut
    after 64 characters.
    """
    terms: list[str] = []
    for found in _RUN.finditer(_spaced_out(text)):  # the one long loop of every filing: nothing is called in it
        run = found[0]
        if found.lastindex:
            terms.extend(map(add, run, run[1:]))
            terms.append(run[-1])
        else:
            terms.append(run[:_LONGEST_WORD])
    return list(islice(dict.fromkeys(terms), limit))


def query_terms(query: str, limit: int = 32) -> list[Term]:
    """Terms that a text must all have to be a hit for ``query``; empty when the query holds no letter or character.

    A text that contains the query (same normalisation, at word borders for letters and digits) always has them all.
    A Chinese character that stands alone becomes a prefix term. More than ``limit`` terms are left out: each left-out
    term only widens the hits.
    """
    runs = ((found[0], found.lastindex is not None) for found in _RUN.finditer(_spaced_out(query)))
    terms = chain.from_iterable(_queried(run, is_han) for run, is_han in runs)
    return list(islice(dict.fromkeys(terms), limit))


def _queried(run: str, is_han: bool) -> Iterator[Term]:
    if not is_han:
        yield Term(run[:_LONGEST_WORD])
    elif len(run) == 1:
        yield Term(run, prefix=True)
    else:
        yield from (Term(first + second) for first, second in pairwise(run))


def _spaced_out(text: str) -> str:
    """``text`` normalised, with a space in place of everything that only separates; ``_RUN`` finds what is left."""
    return _folded(text).translate(_SPACED)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


class _Characters(dict[int, int | None]):
    """A table for ``str.translate`` that works out what becomes of a character when it first meets it."""

    def __init__(self, becomes: Callable[[str], int | None]) -> None:
        super().__init__()
        self._becomes = becomes

    def __missing__(self, code: int) -> int | None:
        found = self._becomes(chr(code))
        if len(self) < _CHARACTERS_IN_USE:  # the rare rest is worked out each time: memory stays bounded
            self[code] = found
        return found


def _kept(character: str) -> int | None:
    return None if _is_ignored(character) else ord(character)


def _spaced(character: str) -> int | None:
    if _is_ignored(character):
        return None
    is_word = _HAN.match(character) or character.isalnum() or unicodedata.category(character) in _MARKS
    return ord(character if is_word else " ")


def _is_ignored(character: str) -> bool:
    code = ord(character)
    return unicodedata.category(character) == "Cf" or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF


_KEPT, _SPACED = _Characters(_kept), _Characters(_spaced)
