"""What must not be shown is hidden, and only that."""

import pytest

from minsheng.base.text import mask_identity, mask_name, mask_phone, mask_phones_in


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("王小明", "王**"),
        ("欧阳娜娜", "欧阳**"),
        ("司马光", "司马*"),
        ("欧阳", "欧*"),
        ("张", "*"),
        ("", ""),
        ("𠮷田", "𠮷*"),
        ("John Smith", "J*********"),
        ("买买提·阿布都", "买******"),
    ],
)
def test_names(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("13812345678", "138****5678"),
        ("0352-2345678", "0352-2****78"),
        ("010-62345678", "010-6*****78"),
        ("0352-2345678-801", "0352-2****78-***"),
        ("12345", "12345"),
        ("4008123456", "4008123456"),
        ("+85223456789", "**********89"),
        ("", ""),
    ],
)
def test_phones(number: str, masked: str) -> None:
    assert mask_phone(number) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [("140213198506151237", "140213********1237"), ("140202560307462", "140202*****7462"), ("123", "***")],
)
def test_identity_numbers(number: str, masked: str) -> None:
    assert mask_identity(number) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("联系13812345678或12345", "联系138****5678或12345"),
        ("请拨打+86 138 1234 5678。", "请拨打+86 138 **** 5678。"),
        ("手机：138-1234-5678", "手机：138-****-5678"),
        ("身份证14021319850615123x，", "身份证140213********123x，"),
        ("老证140202560307462。", "老证140202*****7462。"),
        ("0352-2345678、2345679", "0352-2****78、2****79"),
        ("（0731）82345678", "（0731）8*****78"),
        ("联系电话：2345678或者2345679，2345670", "联系电话：2****78或者2****79，2****70"),
        ("向县国土局（4233768）反映", "向县国土局（4****68）反映"),
        ("１３８１２３４５６７８", "１３８****５６７８"),
        (
            "编号（20190425），金额1962641元，单号HL261123-7K3Q9F",
            "编号（20190425），金额1962641元，单号HL261123-7K3Q9F",
        ),
        ("2019年4月25日9:32，第12345678901234567890号", "2019年4月25日9:32，第12345678901234567890号"),
        ("91350100M000100Y43", "91350100M000100Y43"),
    ],
)
def test_numbers_in_free_text(text: str, masked: str) -> None:
    assert mask_phones_in(text) == masked
