"""GB 11643 on the vectors of domain.md 13.3."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.base.codes.identity import Sex, birth_date, check_character, check_identity, sex
from minsheng.base.errors import Refusal

VALID = [
    "11010519491231002X",
    "440524188001010014",
    "140213199001010011",
    "140213198506151237",
    "140202195603074621",
    "140213201509080045",
]


@pytest.mark.parametrize("number", VALID)
def test_valid_numbers_of_domain_13_3(number: str) -> None:
    assert check_identity(number) == number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("11010519491231002x", "11010519491231002X"),
        ("１４０２１３１９８５０６１５１２３７", "140213198506151237"),
        (" 140213 19850615 1237 ", "140213198506151237"),
        ("140202560307462", "140202195603074621"),
    ],
)
def test_normalised(typed: str, number: str) -> None:
    assert check_identity(typed) == number


@pytest.mark.parametrize("area", ["140202", "140203", "140211", "140213", "810000", "820000", "830000", "911140"])
def test_area_need_not_be_a_current_one(area: str) -> None:
    body = area + "19560307462"
    assert check_identity(body + check_character(body)).startswith(area)


@pytest.mark.parametrize(
    ("number", "code", "params"),
    [
        ("140213201002290019", "identity.date", {"date": "20100229"}),
        ("140213199001010012", "identity.checksum", {"expected": "1"}),
        ("110105194912310021", "identity.checksum", {"expected": "X"}),
        ("14021319900101001", "identity.length", {"length": 17}),
        ("", "identity.length", {"length": 0}),
        ("1402131990O1010011", "identity.characters", {}),
        ("14021319900101X011", "identity.characters", {}),
        ("14020256130746", "identity.length", {"length": 14}),
        ("140202561307462", "identity.date", {"date": "19561307"}),
        ("140213020001010011", "identity.date", {"date": "02000101"}),
    ],
)
def test_invalid_numbers_say_why(number: str, code: str, params: dict[str, object]) -> None:
    with pytest.raises(Refusal) as caught:
        check_identity(number, "applicant")
    assert (caught.value.code, caught.value.field, caught.value.params) == (code, "applicant", params)


def test_birth_must_not_lie_ahead() -> None:
    born_tomorrow = "14021320261124001"
    number = born_tomorrow + check_character(born_tomorrow)
    assert check_identity(number, today=date(2026, 11, 24)) == number
    with pytest.raises(Refusal, match=r"identity\.date"):
        check_identity(number, today=date(2026, 11, 23))


def test_sex_and_birth() -> None:
    assert sex("140213198506151237") is Sex.MALE
    assert sex("140202195603074621") is Sex.FEMALE
    assert birth_date("140202195603074621") == date(1956, 3, 7)


@given(st.sampled_from(VALID), st.data())
def test_one_wrong_digit_is_always_found(number: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, 16))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != number[place]]))
    with pytest.raises(Refusal):
        check_identity(number[:place] + digit + number[place + 1 :])
