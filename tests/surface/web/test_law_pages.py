"""The public pages of procedures: everything that stands in the file stands on the page."""

from __future__ import annotations

import pytest

from minsheng.surface.web.law.queries import released_version
from tests.factories.district import District
from tests.surface.web.browsing import Visitor


@pytest.mark.parametrize("key", ["hotline.order", "grid.event"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_state_act_clock_and_source_is_there(district: District, key: str, language: str) -> None:
    html = Visitor(language=language).text("procedure", key, "2026.1")
    spec = released_version(key, "2026.1").procedure
    for part in (*spec.states.values(), *spec.act.values(), *spec.clock.values(), *spec.who.values()):
        if part(language) not in html:
            assert part in spec.who.values(), part(language)  # a function that no act names
    for law in spec.law.values():
        assert (law.title_en if language == "en" else law.title).replace("'", "&#x27;") in html
    assert "<svg" in html


def test_what_is_not_checked_says_so(visitor: Visitor) -> None:
    html = visitor.text("procedure", "hotline.order", "2026.1")
    assert "依据原文未核对" in html
    assert "本地规则" in html
    assert "5个工作日" in html
    assert "申请延期：累计不超过10个工作日，最多1次" in html
    assert "承办人不得评价或回访自己办理的事项" in html


def test_guards_in_english(district: District) -> None:
    html = Visitor(language="en").text("procedure", "hotline.order", "2026.1")
    assert "Whoever handled the case may neither rate it nor make its call-back." in html
    assert "承办人不得" not in html


def test_the_list_names_what_is_in_force(visitor: Visitor) -> None:
    html = visitor.text("procedures")
    assert "12345热线工单" in html
    assert "网格事件" in html
    assert html.count("现行") >= 2


@pytest.mark.parametrize("address", [("no.such", "2026.1"), ("hotline.order", "1999.9"), ("<script>", "x")])
def test_an_unknown_version_is_not_found(visitor: Visitor, address: tuple[str, str]) -> None:
    assert visitor.get("procedure", *address).status_code == 404
