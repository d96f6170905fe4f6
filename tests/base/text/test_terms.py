"""Whoever types a part of a text finds the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.base.text import Term, index_terms, normalise, query_terms

han = st.sampled_from("物业费停水漏房𠮷𡘙〇々")
prose = st.text(st.one_of(han, st.sampled_from("ab1 ，。-")), max_size=40)


def found(query: str, text: str) -> bool:
    terms = index_terms(text)
    return all(any(t.startswith(q.text) if q.prefix else t == q.text for t in terms) for q in query_terms(query))


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("物业费", ["物业", "业费", "费"]),
        ("水", ["水"]),
        ("𠮷野家", ["𠮷野", "野家", "家"]),
        ("A3区 停水！", ["a3", "区", "停水", "水"]),
        ("ＷｉＦｉ很慢，wifi", ["wifi", "很慢", "慢"]),
        ("12㎡的〇号", ["12m2", "的〇", "〇号", "号"]),
        ("金\u200b额", ["金额", "额"]),
        ("Straße Ünal", ["strasse", "ünal"]),
        ("……", []),
        ("", []),
    ],
)
def test_index_terms(text: str, terms: list[str]) -> None:
    assert index_terms(text) == terms


def test_query_terms() -> None:
    assert query_terms("物业费") == [Term("物业"), Term("业费")]
    assert query_terms("费") == [Term("费", prefix=True)]
    assert query_terms("3号 WiFi") == [Term("3"), Term("号", prefix=True), Term("wifi")]
    assert query_terms("、!") == []


def test_limits() -> None:
    long = "".join(chr(0x4E00 + i) for i in range(5000))
    assert len(index_terms(long)) == 2000
    assert len(index_terms(long, limit=10)) == 10
    assert len(query_terms(long)) == 32
    assert index_terms("x" * 500) == ["x" * 64]


def test_single_characters_are_found_wherever_they_stand() -> None:
    assert all(found(c, "收物业费") for c in "收物业费")
    assert not found("水", "收物业费")


@given(st.lists(han, min_size=1).map("".join), st.data())
def test_every_part_of_a_chinese_text_finds_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert found(text[start:end], f"前，{text}。后")


@given(prose)
def test_a_text_finds_itself_and_normalising_is_stable(text: str) -> None:
    assert found(text, text)
    assert normalise(normalise(text)) == normalise(text)


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    assert all(term and " " not in term for term in index_terms(text))
    query_terms(text)
