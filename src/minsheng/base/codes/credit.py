"""Unified social credit codes 统一社会信用代码 (GB 32100-2015) and the organisation code inside them (GB 11714)."""

from __future__ import annotations

import re
import unicodedata

from minsheng.base.errors import Refusal

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""31 characters: no I, O, S, V, Z."""

LENGTH = 18
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_SHAPE = re.compile(rf"[{ALPHABET}]{{2}}\d{{6}}[{ALPHABET}]{{8}}[0-9X][{ALPHABET}]", re.ASCII)

KINDS = {
    "11": "机关",
    "12": "事业单位",
    "13": "编办直接管理的群众团体",
    "19": "编办登记的其他机构",
    "31": "律师执业机构",
    "32": "公证处",
    "33": "基层法律服务所",
    "34": "司法鉴定机构",
    "51": "社会团体",
    "52": "民办非企业单位",
    "53": "基金会",
    "54": "村民委员会",
    "55": "居民委员会",
    "91": "企业",
    "92": "个体工商户",
    "93": "农民专业合作社",
    "A1": "军队事业单位",
    "N1": "农村集体经济组织",
    "Y1": "其他",
}
"""Registering authority and kind of body: the first two characters. Unknown pairs are valid, the list grows."""


def check_credit_code(text: str, field: str = "credit_code") -> str:
    """Return the 18 characters of a valid code in capitals; full-width, small letters, spaces, hyphens are forgiven.

    Raises Refusal on ``field``: ``credit.length`` (param length), ``credit.characters`` (a letter that the standard
    leaves out, or letters in the area), ``credit.organisation`` (17th character against GB 11714, param expected),
    ``credit.checksum`` (18th character, param expected).
    """
    code = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).upper()
    if len(code) != LENGTH:
        raise Refusal("credit.length", field, length=len(code))
    if not _SHAPE.fullmatch(code):
        raise Refusal("credit.characters", field)
    expected = organisation_check_character(code[8:16])
    if code[16] != expected:
        raise Refusal("credit.organisation", field, expected=expected)
    expected = check_character(code[:-1])
    if code[-1] != expected:
        raise Refusal("credit.checksum", field, expected=expected)
    return code


def check_character(first_17: str) -> str:
    """The 18th character: (31 − Σ Cᵢ·3^(i−1) mod 31) mod 31 in the alphabet (GB 32100-2015 annex A)."""
    total = sum(ALPHABET.index(c) * weight for c, weight in zip(first_17, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def organisation_check_character(first_8: str) -> str:
    """The 9th character of an organisation code: 11 − (Σ Cᵢ·Wᵢ mod 11), 10 written X and 11 written 0 (GB 11714)."""
    total = sum(int(c, 36) * weight for c, weight in zip(first_8, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def organisation_code(code: str) -> str:
    """The organisation code inside a valid credit code, written as before 2015: ``40572000-6``."""
    return f"{code[8:16]}-{code[16]}"


def kind_of(code: str) -> str | None:
    """What kind of body the code was given to, in Chinese, or ``None`` for a pair that is not in ``KINDS``."""
    return KINDS.get(code[:2])
