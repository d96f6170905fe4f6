"""Search terms: Chinese by pairs of characters, everything else by words. Index and query use the same cut.

A run of n Chinese characters gives its n-1 pairs and its last character alone. The last one is there so that a query of
one character, which becomes a prefix, finds the character wherever it stands: as the head of a pair or at the end.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice, pairwise

_HAN = ((0x3005, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
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
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(c for c in folded if not _is_ignored(c))


def index_terms(text: str, limit: int = 2000) -> list[str]:
    """Terms under which ``text`` is found, each once, in order of appearance, at most ``limit``.

    Rare characters beyond the BMP (𠮷) count as one character. Words are letters, digits and their marks, small, cut
    after 64 characters.
    """
    terms = chain.from_iterable(_indexed(run, is_han) for run, is_han in _runs(normalise(text)))
    return list(islice(dict.fromkeys(terms), limit))


def query_terms(query: str, limit: int = 32) -> list[Term]:
    """Terms that a text must all have to be a hit for ``query``; empty when the query holds no letter or character.

    A text that contains the query (same normalisation, at word borders for letters and digits) always has them all.
    A Chinese character that stands alone becomes a prefix term. More than ``limit`` terms are left out: each left-out
    term only widens the hits.
    """
    terms = chain.from_iterable(_queried(run, is_han) for run, is_han in _runs(normalise(query)))
    return list(islice(dict.fromkeys(terms), limit))


def _indexed(run: str, is_han: bool) -> Iterator[str]:
    if not is_han:
        yield run[:_LONGEST_WORD]
        return
    yield from (first + second for first, second in pairwise(run))
    yield run[-1]


def _queried(run: str, is_han: bool) -> Iterator[Term]:
    if not is_han:
        yield Term(run[:_LONGEST_WORD])
    elif len(run) == 1:
        yield Term(run, prefix=True)
    else:
        yield from (Term(first + second) for first, second in pairwise(run))


def _runs(text: str) -> Iterator[tuple[str, bool]]:
    """Cut into runs of Chinese characters and of other word characters; punctuation only separates."""
    start, kind = 0, None
    for place, character in enumerate(text):
        now = _kind(character)
        if now is not kind:
            if kind is not None:
                yield text[start:place], kind
            start, kind = place, now
    if kind is not None:
        yield text[start:], kind


@lru_cache(maxsize=_CHARACTERS_IN_USE)
def _kind(character: str) -> bool | None:
    """True for a Chinese character, False for another word character, None for a separator."""
    if any(low <= ord(character) <= high for low, high in _HAN):
        return True
    return False if character.isalnum() or unicodedata.category(character) in _MARKS else None


@lru_cache(maxsize=_CHARACTERS_IN_USE)
def _is_ignored(character: str) -> bool:
    code = ord(character)
    return unicodedata.category(character) == "Cf" or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF
