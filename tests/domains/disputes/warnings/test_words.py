"""Words that may tell of danger: what counts, and false friends that do not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.domains.disputes.warnings.parameters import read_lists, words_on
from minsheng.domains.disputes.warnings.words import Category, WordList, around, find
from tests.hypothesis_profile import bounded

LIST = words_on(date(2026, 11, 24))
SMALL = WordList(
    (Category("a", "甲", "A", {"打死": ("打死结",), "烧了": ("发烧了", "燃烧了")}),),
    negations=("没有", "不会"),
    reach=6,
)


def categories(text: str) -> list[str]:
    """Categories found by the list that is delivered."""
    return list(dict.fromkeys(hit.category for hit in find(text, LIST)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("再不解决我就不想活了", ["self_harm"]),
        ("他说要和我同归于尽。", ["violence"]),
        ("业主准备拉横幅、堵路", ["crowd"]),
        ("扬言一把火烧了这个店", ["fire"]),
        ("他说要报复社会", ["extreme"]),
        ("楼上每晚使用跑步机，影响休息", []),
        ("", []),
    ],
)
def test_each_category_is_found(text: str, found: list[str]) -> None:
    assert categories(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "不想活动的人可以不参加",
        "我们现在生活不下去了",
        "年轻生命不应这样结束",
        "只许州官放火",
        "车停在这里怕堵路口",
        "抓获多名聚众赌博人员",
        "影片《杀了他全家》正在上映",
        "我不会报复社会",
        "希望防止走极端",
    ],
)
def test_false_friends_titles_and_negations_do_not_count(text: str) -> None:
    assert categories(text) == []


def test_a_longer_word_hides_only_itself() -> None:
    assert [hit.start for hit in find("打死结，再打死", SMALL)] == [5]
    assert find("孩子发烧了", SMALL) == []
    assert [hit.word for hit in find("烧了发烧了", SMALL)] == ["烧了"]


def test_a_negation_reaches_no_further_than_its_clause() -> None:
    assert find("没有打死", SMALL) == []
    assert find("没有，打死", SMALL)
    assert find("没有一二三四五六打死", SMALL)


@bounded(80)
@given(st.text("打死结烧了发没有不会，。《》甲\n", max_size=40))
def test_every_hit_stands_where_it_says(text: str) -> None:
    hits = find(text, SMALL)
    assert [hit.start for hit in hits] == sorted(hit.start for hit in hits)
    for hit in hits:
        before, word, behind = around(text, hit.start, hit.word)
        assert word == hit.word == text[hit.start : hit.start + len(hit.word)]
        assert f"{before}{word}{behind}" in text
        assert not text.startswith("打死结", hit.start)


@bounded(60)
@given(st.text(max_size=60), st.text(max_size=60))
def test_more_text_in_another_clause_hides_nothing(one: str, other: str) -> None:
    known = {(hit.start, hit.word) for hit in find(f"{one}。", SMALL)}
    if "《" not in one:
        assert known <= {(hit.start, hit.word) for hit in find(f"{one}。{other}", SMALL)}


def test_the_list_of_the_day_holds() -> None:
    lists = read_lists(
        '[[list]]\nvalid_from = 2027-01-01\n[list.categories.a]\nzh = "甲"\nen = "A"\nwords = [{ word = "新" }]\n'
        '[[list]]\nvalid_from = 2026-01-01\n[list.categories.a]\nzh = "甲"\nen = "A"\nwords = [{ word = "旧" }]\n'
    )
    assert [begin for begin, _ in lists] == [date(2026, 1, 1), date(2027, 1, 1)]
    assert [find("新旧", words)[0].word for _, words in lists] == ["旧", "新"]
    assert {category.key for category in LIST.categories} == {"self_harm", "violence", "crowd", "fire", "extreme"}
    assert (LIST.categories[0]("en"), LIST.categories[0]("zh-hans")) == ("Self-harm", "自伤")
