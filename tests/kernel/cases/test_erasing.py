"""Erasing one person (个人信息保护法 47): texts go, the case and its clocks stay, and the acts still lead to them."""

from __future__ import annotations

from typing import Any

import pytest

from minsheng.base.errors import Refusal
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.cases.following import prove_case
from minsheng.kernel.cases.models import Act, ActText, Case, Content
from minsheng.kernel.cases.personal import ERASED
from minsheng.kernel.cases.rebuild import rebuild
from minsheng.kernel.cases.search import search_ids
from minsheng.kernel.parties.services import ErasureGround, erase_person
from tests.factories.district import SYSTEM, District
from tests.kernel.cases.support import RESIDENT, Office, at, filed

FILED = at("2025-03-03 09:00")
GROUND = ErasureGround.PURPOSE_ENDED


@pytest.fixture
def office(district: District) -> Office:
    """A closed case in which several people have written."""
    office = Office(district, filed(FILED))
    office.do("reporter", "add", at("2025-03-03 09:10"), message="我家在3号楼2单元501，电话13834567890")
    office.do("dispatcher", "dispatch", at("2025-03-03 09:30"), unit="housing", note="王小明来电")
    office.do("housing", "contact", at("2025-03-03 10:00"), note="与王小明联系")
    office.do("housing", "answer", at("2025-03-04 09:00"), answer="王小明家已修复", result="solved")
    office.do("reporter", "rate", at("2025-03-04 10:00"), solved="yes", satisfied="satisfied", message="谢谢")
    look_as_system()
    return office


def erase(case: Case) -> None:
    look_as_system()
    erase_person(by=SYSTEM, party_id=case.reporter_id or 0, ground=GROUND)
    look_as_system()


def kept(case: Case) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What must not change: acts, and the case without its title."""
    look_as_system()
    row = Case.objects.filter(pk=case.pk).values().get()
    del row["title"]
    return list(Act.objects.filter(case=case).order_by("seq").values()), [row]


def test_texts_go_and_the_structure_stays(office: Office) -> None:
    before = kept(office.case)
    erase(office.case)
    texts = ActText.objects.filter(case=office.case).order_by("seq")
    assert [(row.seq, row.field, row.text, row.erased_at is None) for row in texts] == [
        (2, "message", "", False),
        (3, "note", "", False),
        (4, "note", "", False),
        (5, "answer", "", False),
        (6, "message", "", False),
    ]
    content = Content.objects.get(case=office.case)
    assert (content.body, content.address, content.lon, content.lat, str(content.vector)) == (
        ERASED,
        "",
        None,
        None,
        "",
    )
    assert office.fresh().title == ERASED
    assert kept(office.case) == before
    assert rebuild(write=False).differences == []


def test_nothing_personal_is_left_in_any_row_of_the_case(office: Office) -> None:
    erase(office.case)
    rows: list[Any] = []
    for model in (Case, Content, Act, ActText):
        key = "pk" if model is Case else "case_id"
        rows += model.objects.filter(**{key: office.case.pk}).values()
    words = str(rows)
    assert [word for word in ("王小明", "红卫里", "3号楼", "13834567890", "漏水", "谢谢") if word in words] == []


def test_it_is_found_and_proved_no_more(office: Office) -> None:
    dispatcher = office.actor("dispatcher")
    assert search_ids(by=dispatcher, query="红卫里") == [office.case.pk]
    assert prove_case(by=RESIDENT, code=office.case.code, tail="7890").case.pk == office.case.pk
    erase(office.case)
    assert search_ids(by=dispatcher, query="红卫里") == []
    with pytest.raises(Refusal) as refused:
        prove_case(by=RESIDENT, code=office.case.code, tail="7890")
    assert refused.value.code == "proof.wrong"


def test_while_a_case_is_open_its_data_is_needed(office: Office) -> None:
    Office(office.district, filed(FILED))
    before = kept(office.case)
    with pytest.raises(Refusal) as refused:
        erase(office.case)
    assert (refused.value.code, refused.value.status, refused.value.params["rules"]) == (
        "party.retained",
        409,
        "case.open",
    )
    look_as_system()
    assert kept(office.case) == before
    assert ActText.objects.filter(text="").count() == 0


def test_other_people_are_not_touched(office: Office) -> None:
    other = Office(office.district, filed(FILED, name="李四", phone="13934567890", title="别家也漏"))
    other.do("reporter", "add", at("2025-03-03 09:10"), message="也在3号楼")
    before = kept(other.case)
    erase(office.case)
    assert kept(other.case) == before
    assert list(ActText.objects.filter(case=other.case).values_list("text", flat=True)) == ["也在3号楼"]
    assert other.fresh().title == "别家也漏"


def test_erasing_again_finds_nobody(office: Office) -> None:
    erase(office.case)
    with pytest.raises(Refusal) as refused:
        erase(office.case)
    assert (refused.value.code, refused.value.status) == ("party.not_found", 404)
