"""Case codes survive dictation and typing, and catch the slips that people make."""

import random
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.base.errors import Refusal
from minsheng.base.ids import ALPHABET, check_code, new_code

DAY = date(2026, 11, 23)
codes = st.builds(
    lambda prefix, on, seed: new_code(prefix, on, random.Random(seed)),
    st.from_regex(r"[A-Z]{1,4}", fullmatch=True),
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.integers(0, 10**9),
)


def test_shape_and_alphabet() -> None:
    assert re.fullmatch(r"HL261123-[2-9A-HJKMNP-Z]{6}", new_code("HL", DAY))
    assert len(ALPHABET) == 31
    assert not set("01OIL") & set(ALPHABET)


def test_codes_of_one_day_differ() -> None:
    assert len({new_code("HL", DAY) for _ in range(200)}) == 200


@pytest.mark.parametrize("prefix", ["", "hl", "H1", "ABCDE", "投诉"])
def test_a_prefix_is_capital_letters(prefix: str) -> None:
    with pytest.raises(ValueError, match="prefix"):
        new_code(prefix, DAY)


@given(codes)
def test_typed_carelessly_it_is_the_same_code(code: str) -> None:
    full_width = "".join(chr(ord(c) + 0xFEE0) for c in code)
    spaced = " ".join(code.replace("-", ""))
    for typed in (code, code.lower(), code.replace("-", ""), full_width, spaced, code.replace("-", " – ")):
        assert check_code(typed) == code


@given(codes, st.data())
def test_every_single_wrong_character_is_found(code: str, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from([i for i, c in enumerate(code) if c != "-"]))
    pool = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if code[place].isalpha() and place < code.index("-") else ALPHABET
    pool = "0123456789" if code[place].isdigit() and place < code.index("-") else pool
    wrong = data.draw(st.sampled_from([c for c in pool if c != code[place]]))
    with pytest.raises(Refusal) as caught:
        check_code(code[:place] + wrong + code[place + 1 :])
    assert (caught.value.code, caught.value.field) == ("code.check", "code")


@given(codes, st.data())
def test_every_swap_of_neighbours_is_found(code: str, data: st.DataObject) -> None:
    hyphen = code.index("-")
    starts = [i for i in range(len(code) - 1) if hyphen not in (i, i + 1) and code[i] != code[i + 1]]
    # The last character is the check character: its swap with the one before it is found as well.
    place = data.draw(st.sampled_from([i for i in starts if code[i].isalpha() == code[i + 1].isalpha() or i > hyphen]))
    with pytest.raises(Refusal):
        check_code(code[:place] + code[place + 1] + code[place] + code[place + 2 :])


@pytest.mark.parametrize(
    "text", ["", "HL", "HL261123", "HL261123-7K3Q9", "HL261123-7K3Q9FF", "HL261323-222222", "民生"]
)
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match=r"code\.check"):
        check_code(text)
