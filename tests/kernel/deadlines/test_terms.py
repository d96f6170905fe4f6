"""Terms: read, written, said."""

import pytest
from hypothesis import given

from minsheng.base.errors import Refusal
from minsheng.kernel.deadlines.rules import Days, Term, TermUnit
from minsheng.kernel.deadlines.terms import merged
from tests.law.deadlines.support import terms_of


@pytest.mark.parametrize(
    ("text", "days", "term", "zh", "en"),
    [
        ("P5D", "working", Term(5, TermUnit.WORKING_DAY), "5个工作日", "5 working days"),
        ("P60D", "calendar", Term(60, TermUnit.DAY), "60日", "60 days"),
        ("P2W", "calendar", Term(14, TermUnit.DAY), "14日", "14 days"),
        ("P1M", "calendar", Term(1, TermUnit.MONTH), "1个月", "1 month"),
        ("P1M", "working", Term(1, TermUnit.MONTH), "1个月", "1 month"),
        ("P1Y", "calendar", Term(1, TermUnit.YEAR), "1年", "1 year"),
        ("PT24H", "calendar", Term(24, TermUnit.HOUR), "24小时", "24 hours"),
        ("PT4H", "working", Term(4, TermUnit.WORKING_HOUR), "4个工作小时", "4 working hours"),
    ],
)
def test_read_and_said(text: str, days: Days, term: Term, zh: str, en: str) -> None:
    assert Term.parse(text, days) == term
    assert (term.text(), term.text("en")) == (zh, en)


@given(terms_of())
def test_written_and_read_again(term: Term) -> None:
    assert Term.parse(str(term), term.days) == term


@pytest.mark.parametrize("text", ["", "5D", "P5", "P", "PT", "P1DT4H", "P1.5D", "P-1D", "PT30M", "p5d", "P５D", "P1D "])
def test_malformed(text: str) -> None:
    with pytest.raises(Refusal, match=r"term\.format"):
        Term.parse(text)


@pytest.mark.parametrize("text", ["P0D", "PT0H", "P101Y", "P999999D"])
def test_out_of_range(text: str) -> None:
    with pytest.raises(Refusal, match=r"term\.range"):
        Term.parse(text)


def test_a_week_is_not_working() -> None:
    with pytest.raises(Refusal, match=r"term\.weeks"):
        Term.parse("P2W", days="working")


def test_merged() -> None:
    day, month = Term(3, TermUnit.DAY), Term(1, TermUnit.MONTH)
    assert merged((day, day, month, day)) == (Term(6, TermUnit.DAY), month, day)
