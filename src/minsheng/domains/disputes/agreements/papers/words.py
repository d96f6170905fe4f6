"""Sentences that several papers share."""

from __future__ import annotations

from datetime import date

from minsheng.domains.disputes.agreements.papers.dossier import Dossier, day_words
from minsheng.domains.disputes.agreements.papers.people import HIDDEN, Person
from minsheng.domains.disputes.models import Method

BLANK = "＿＿＿＿"
SIDE_WORDS = {"applicants": "申请人", "respondents": "被申请人"}
METHOD_WORDS = {Method.SIGNATURE: "签名", Method.SEAL: "盖章", Method.FINGERPRINT: "按指印"}
_NUMBER_LENGTH = 18
_ORDINALS = "零一二三四五六七八九十"


def particulars(person: Person) -> str:
    """A party with what identifies it: sex and day of birth follow from the number (GB 11643)."""
    if person.is_organisation:
        pairs: tuple[tuple[str, str], ...] = (
            ("统一社会信用代码", person.identity),
            ("住所地", person.address),
            ("联系方式", person.phone),
        )
    else:
        born = _born(person.identity)
        pairs = (
            ("性别", _sex(person.identity)),
            ("出生日期", born),
            ("身份证件号码", person.identity),
            ("住址", person.address),
            ("联系方式", person.phone),
        )
    return "，".join([person.name, *(f"{label}{value or BLANK}" for label, value in pairs)]) + "。"


def _born(identity: str) -> str:
    if identity == HIDDEN or len(identity) != _NUMBER_LENGTH:
        return HIDDEN if identity == HIDDEN else ""
    return day_words(date(int(identity[6:10]), int(identity[10:12]), int(identity[12:14])))


def _sex(identity: str) -> str:
    if identity == HIDDEN or len(identity) != _NUMBER_LENGTH:
        return HIDDEN if identity == HIDDEN else ""
    return "男" if int(identity[16]) % 2 else "女"


def names_of(people: list[tuple[int, Person]]) -> str:
    """Names in a row."""
    return "、".join(person.name for _party, person in people)


def money(amount: object) -> str:
    """An amount in yuan."""
    return f"{amount:,.2f}元"


def performance(dossier: Dossier) -> list[str]:
    """How, where and until when it is performed, line by line."""
    row = dossier.agreement
    found = []
    if row is not None and row.amount is not None:
        found.append(f"协议金额：{money(row.amount)}。")
    for line in dossier.instalments:
        debtor, creditor = (dossier.people.get(pk) for pk in (line.debtor_id, line.creditor_id))
        names = (person.name if person is not None else BLANK for person in (debtor, creditor))
        payer, payee = names
        found.append(f"第{line.number}期：{payer}于{day_words(line.due)}前向{payee}支付{money(line.amount)}。")
    if row is not None and row.perform_by is not None:
        found.append(f"履行期限：{day_words(row.perform_by)}止。")
    found.append(f"履行地点：{dossier.address or BLANK}。")
    return found


def copies(count: int) -> str:
    """A small number in words."""
    return _ORDINALS[count] if 0 <= count < len(_ORDINALS) else str(count)
