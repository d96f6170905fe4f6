"""One written form per number; what reaches nobody is refused."""

import pytest

from minsheng.base.codes.phone import PhoneKind, check_phone, phone_kind
from minsheng.base.errors import Refusal


@pytest.mark.parametrize(
    ("typed", "number", "kind"),
    [
        ("13812345678", "13812345678", PhoneKind.MOBILE),
        ("+86 138 1234 5678", "13812345678", PhoneKind.MOBILE),
        ("0086-138-1234-5678", "13812345678", PhoneKind.MOBILE),
        ("86 13812345678", "13812345678", PhoneKind.MOBILE),
        ("１３８１２３４５６７８", "13812345678", PhoneKind.MOBILE),
        ("19912345678", "19912345678", PhoneKind.MOBILE),
        ("0352-2345678", "0352-2345678", PhoneKind.LANDLINE),
        ("03522345678", "0352-2345678", PhoneKind.LANDLINE),
        ("（0352）2345678", "0352-2345678", PhoneKind.LANDLINE),
        ("(0352)2345678-801", "0352-2345678-801", PhoneKind.LANDLINE),
        ("0352—2345678转801", "0352-2345678-801", PhoneKind.LANDLINE),
        ("+86 352 2345678", "0352-2345678", PhoneKind.LANDLINE),
        ("+86-0352-2345678 ext. 12", "0352-2345678-12", PhoneKind.LANDLINE),
        ("010-62345678", "010-62345678", PhoneKind.LANDLINE),
        ("01062345678", "010-62345678", PhoneKind.LANDLINE),
        ("021 62345678", "021-62345678", PhoneKind.LANDLINE),
        ("0755-82345678", "0755-82345678", PhoneKind.LANDLINE),
        ("400-812-3456", "4008123456", PhoneKind.SERVICE),
        ("12345", "12345", PhoneKind.SERVICE),
        ("95588", "95588", PhoneKind.SERVICE),
        ("110", "110", PhoneKind.SERVICE),
        ("12306", "12306", PhoneKind.SERVICE),
    ],
)
def test_one_written_form(typed: str, number: str, kind: PhoneKind) -> None:
    assert check_phone(typed) == number
    assert check_phone(number) == number
    assert phone_kind(number) is kind


@pytest.mark.parametrize(
    "text",
    [
        "",
        "电话",
        "12812345678",
        "1381234567",
        "138123456789",
        "2345678",
        "010-2345678",
        "0352-1345678",
        "0352-234567",
        "+86 12345",
        "+85223456789",
        "13812345678转12",
        "12345-1",
        "138١٢٣٤٥٦٧٨",
        "130",
    ],
)
def test_what_reaches_nobody_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as caught:
        check_phone(text, "reporter_phone")
    assert (caught.value.code, caught.value.field) == ("phone.format", "reporter_phone")
