"""A person's data in cases that others reported (个人信息保护法 45、47): exported, held, erased; others' data is left."""

from __future__ import annotations

import pytest

from minsheng.base.errors import Refusal
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.cases.models import ActText, Case, Content
from minsheng.kernel.cases.personal import export_person
from minsheng.kernel.cases.rebuild import rebuild
from minsheng.kernel.parties.queries import masked
from minsheng.kernel.parties.services import ErasureGround, erase_person
from tests.factories.district import SYSTEM, District
from tests.kernel.cases.quarrels import Quarrel

GROUND = ErasureGround.PURPOSE_ENDED


@pytest.fixture
def quarrel(district: District) -> Quarrel:
    """Everybody has said something."""
    made = Quarrel(district)
    made.begin("water")
    made.do("respondent", "respond", statement="我不同意")
    made.do("respondent", "speak", remark="我的私话")
    made.do("reporter", "speak", remark="他的私话")
    look_as_system()
    return made


def texts(quarrel: Quarrel) -> list[str]:
    look_as_system()
    return list(ActText.objects.filter(case=quarrel.case).order_by("seq").values_list("text", flat=True))


def test_a_party_gets_its_own_acts_and_what_all_are_told_and_no_more(quarrel: Quarrel) -> None:
    found = export_person(quarrel.party())
    assert found["cases"] == []
    (case,) = found["party_to"]
    assert (case["code"], case["as"]) == (quarrel.case.code, ["respondents"])
    said = {act["act"]: act["texts"] for act in case["acts"] if act["texts"]}
    assert said == {"respond": {"statement": "我不同意"}, "speak": {"remark": "我的私话"}}
    assert "他的私话" not in str(found)
    assert "盆接水" not in str(found), "what the reporter wrote is the reporter's"


def test_the_reporter_gets_its_own_private_words_and_the_others_public_ones(quarrel: Quarrel) -> None:
    found = export_person(quarrel.case.reporter_id or 0)
    assert found["party_to"] == []
    assert "他的私话" in str(found)
    assert "我不同意" in str(found)
    assert "我的私话" not in str(found)


def test_a_case_that_bars_the_person_is_not_given_away_by_an_export(quarrel: Quarrel) -> None:
    quarrel.do("reporter", "accuse", accused_people={"name": "赵六", "phone": "13955556666"})
    accused = quarrel.party("accused_people")
    assert export_person(accused) == {"cases": [], "party_to": []}


def test_while_the_case_is_open_the_party_is_kept(quarrel: Quarrel) -> None:
    with pytest.raises(Refusal) as refused:
        erase_person(by=SYSTEM, party_id=quarrel.party(), ground=GROUND)
    assert (refused.value.code, refused.value.params["rules"]) == ("party.retained", "case.open")


def test_a_party_is_erased_from_anothers_case_and_nothing_else_is(quarrel: Quarrel) -> None:
    party = quarrel.party()
    quarrel.do("reporter", "drop_it")
    look_as_system()
    before = Case.objects.filter(pk=quarrel.case.pk).values().get()
    erase_person(by=SYSTEM, party_id=party, ground=GROUND)
    assert texts(quarrel) == ["", "", "他的私话"]
    assert Case.objects.filter(pk=quarrel.case.pk).values().get() == before
    assert "盆接水" in Content.objects.get(case=quarrel.case).body
    assert masked([party])[party].is_erased
    assert rebuild(write=False).differences == []
    with pytest.raises(Refusal):
        quarrel.proved("1234")
    assert quarrel.proved("7890")


def test_the_reporter_is_erased_with_the_whole_case(quarrel: Quarrel) -> None:
    quarrel.do("reporter", "drop_it")
    look_as_system()
    erase_person(by=SYSTEM, party_id=quarrel.case.reporter_id or 0, ground=GROUND)
    assert set(texts(quarrel)) == {""}
    assert rebuild(write=False).differences == []
