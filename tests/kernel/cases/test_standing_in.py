"""Another register stands in while histories are made in memory, and only then."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.cases.entries import entry_register, register_entries, standing_in
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.reactions import row_key


class Everything:
    """Knows whatever it is asked for."""

    def known(self, ids: list[int], by: Actor, case: Case | None) -> set[int]:
        return set(ids)

    def choices(self, by: Actor, case: Case | None, language: str) -> list[tuple[int, str]]:
        return []

    def names(self, ids: Iterable[int], language: str) -> dict[int, str]:
        return {}


def test_the_own_register_is_back_afterwards_whatever_happened() -> None:
    own = entry_register("disputes.session")
    other = Everything()
    with pytest.raises(ZeroDivisionError), standing_in("disputes.session", other):
        assert entry_register("disputes.session") is other
        raise ZeroDivisionError
    assert entry_register("disputes.session") is own
    with pytest.raises(ValueError, match="named twice"):
        register_entries("disputes.session", other)
    with pytest.raises(KeyError), standing_in("nobody.keeps", other):
        pass


def test_keys_of_rows_never_meet() -> None:
    keys = [row_key(case, seq) for case in range(1, 40) for seq in (1, 2, 4095)]
    assert len(set(keys)) == len(keys)
    with pytest.raises(OverflowError):
        row_key(1, 4096)
