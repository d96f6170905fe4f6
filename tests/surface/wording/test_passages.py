"""How the passages of sources are cited, whatever way a procedure file writes them."""

from __future__ import annotations

import pytest

from minsheng.surface.wording.passages import passage_words


@pytest.mark.parametrize(
    ("passage", "zh", "en"),
    [
        ("第29条", "第29条", "art. 29"),
        ("34", "第34条", "art. 34"),
        ("19、36", "第19、36条", "art. 19, 36"),
        ("31(5)", "第31条第5项", "art. 31 (5)"),
        ("督办落实", "督办落实", ""),
        ("4.2", "4.2", "4.2"),
        ("", "", ""),
    ],
)
def test_a_passage_is_said_in_both_languages(passage: str, zh: str, en: str) -> None:
    assert (passage_words(passage, "zh-hans"), passage_words(passage, "en")) == (zh, en)
