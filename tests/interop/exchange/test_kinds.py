"""The kind of a message, told from its title."""

from __future__ import annotations

import pytest

from minsheng.interop.exchange.kinds import kind_of

KINDS = ("consultation", "help", "complaint", "report", "suggestion", "praise")


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("请问A市居住证在哪里办理？", "consultation"),
        ("咨询E市工伤报销有关政策", "consultation"),
        ("建议在A3区增设公交站", "suggestion"),
        ("投诉A市A1区苑物业违规收停车费", "complaint"),
        ("举报L5县济民医院对待产妇的不负责行为", "report"),
        ("求助：老人走失", "help"),
        ("反映A2区景蓉华苑物业管理有问题", "help"),
        ("A3区潇楚南路洋湖段怎么还没修好？", "help"),
        ("表扬A4区政务大厅工作人员", "praise"),
        ("某教育咨询公司拒不退费", "help"),
        ("投诉物业，请问该找谁", "complaint"),
        ("", "help"),
    ],
)
def test_kind_of(title: str, kind: str) -> None:
    assert kind_of(title, KINDS) == kind


def test_a_kind_that_the_procedure_does_not_have_is_left_to_it() -> None:
    assert kind_of("投诉物业", ("litter", "road")) == ""
