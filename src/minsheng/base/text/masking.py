"""Hiding names, phones and identity numbers where a page shows them to people who need not know them."""

from __future__ import annotations

import re

STAR = "*"

# Surnames of two characters that are in use today; longer ones and rarer ones are masked after their first character.
_COMPOUND = (
    "欧阳司马上官诸葛东方皇甫尉迟公孙慕容令狐宇文长孙司徒夏侯轩辕端木百里东郭南宫西门钟离闾丘独孤南郭北宫"
    "第五申屠呼延淳于单于太史濮阳公冶赫连澹台宗政鲜于司空仲孙司寇子车颛孙巫马公西乐正拓跋完颜纳兰达奚"
)
COMPOUND_SURNAMES = frozenset(_COMPOUND[place : place + 2] for place in range(0, len(_COMPOUND), 2))

_HALF_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789Xx")
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])(?:\d{17}[\dXx]|\d{15})(?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<!\d)((?:(?:\+|00)?86[\s-]?)?1[3-9]\d)([\s-]?)\d{4}([\s-]?)(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)([(（]?0\d{2,3}[)）]?[\s\-－—–―]{0,3}\d)(\d{4,5})(\d{2})(?!\d)")
_LOCAL = re.compile(r"((?:电话|热线|座机|号码|致电|拨打|联系方式|传真|手机)[^\d\n]{0,8}[2-9])(\d{4,5})(\d{2})(?!\d)")
_BRACKETED = re.compile(r"([(（](?!(?:19|20)\d{6}[)）])[2-9])(\d{4,5})(\d{2})(?=[)）])")
_SEPARATOR = r"(?:[/、，,;；\s]{1,3}|或者?|和|及)"
_ROW = re.compile(rf"(?<=\*\d\d)(?:{_SEPARATOR}[2-9]\d{{6,7}}(?!\d))+")
_IN_ROW = re.compile(r"([2-9])(\d{4,5})(\d{2})(?!\d)")


def mask_name(name: str) -> str:
    """Keep the surname, hide the rest star by star: 张三 → 张*, 王小明 → 王**, 欧阳娜娜 → 欧阳**.

    A name of two characters keeps one of them even if the two could be a compound surname (欧阳 → 欧*); a single
    character is hidden; other scripts keep their first letter.
    """
    whole = name.strip()
    kept = 2 if whole[:2] in COMPOUND_SURNAMES and len(whole) > 2 else 1
    if len(whole) <= 1:
        return STAR * len(whole)
    return whole[:kept] + STAR * (len(whole) - kept)


def mask_phone(number: str) -> str:
    """Hide the middle of a number in its written form: 138****5678, 0352-2****78.

    Service numbers (12345, 400…) stay as they are: they are no personal data. What is no number of these forms is
    hidden up to its last two characters.
    """
    if re.fullmatch(r"1[3-9]\d{9}", number):
        return f"{number[:3]}****{number[-4:]}"
    landline = re.fullmatch(r"(0\d{2,3}-)(\d)(\d{4,5})(\d{2})(-\d{1,6})?", number)
    if landline:
        extension = re.sub(r"\d", STAR, landline[5] or "")
        return f"{landline[1]}{landline[2]}{STAR * len(landline[3])}{landline[4]}{extension}"
    if re.fullmatch(r"\d{3,6}|[48]00\d{7}", number):
        return number
    return STAR * max(len(number) - 2, 0) + number[-2:]


def mask_identity(number: str) -> str:
    """Hide the birth date: 140213198506151237 → 140213********1237. Text of another length is hidden whole."""
    if len(number) not in (15, 18):
        return STAR * len(number)
    return number[:6] + STAR * (len(number) - 10) + number[-4:]


def mask_phones_in(text: str) -> str:
    """Hide phone and identity numbers inside free text, and leave all else as it is.

    Finds identity numbers of 15 and 18 characters, mobiles (with +86, spaces, hyphens), landlines with area code, and
    local numbers of seven or eight digits in brackets, after a word such as 电话, or in a row with a number already
    hidden. Short service numbers stay. A bare local number in running text is not told from a quantity, and stays.
    """
    hidden = _IDENTITY.sub(lambda found: mask_identity(found[0]), text.translate(_HALF_WIDTH))
    hidden = _MOBILE.sub(r"\1\2****\3\4", hidden)
    for pattern in (_LANDLINE, _LOCAL, _BRACKETED):
        hidden = pattern.sub(_starred, hidden)
    hidden = _ROW.sub(lambda row: _IN_ROW.sub(_starred, row[0]), hidden)
    # Every step keeps the length, so stars can be laid over the text as it was written.
    return "".join(STAR if star == STAR else own for star, own in zip(hidden, text, strict=True))


def _starred(found: re.Match[str]) -> str:
    return found[1] + STAR * len(found[2]) + found[3]
