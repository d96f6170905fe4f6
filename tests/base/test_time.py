"""Instants as real files write them; days end at 24:00 in Shanghai."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minsheng.base.errors import Refusal
from minsheng.base.time import SHANGHAI, end_of_day, local_date, parse_instant, start_of_day


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SHANGHAI)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2019/4/25 9:32:09", at(2019, 4, 25, 9, 32, 9)),
        ("2019-04-25 09:32", at(2019, 4, 25, 9, 32)),
        ("2019.4.25", at(2019, 4, 25)),
        ("2019年4月25日9时32分", at(2019, 4, 25, 9, 32)),
        ("2019年4月25日 9时32分09秒", at(2019, 4, 25, 9, 32, 9)),
        ("２０１９－０４－２５　０９：３２", at(2019, 4, 25, 9, 32)),
        ("2019-04-25T09:32:09", at(2019, 4, 25, 9, 32, 9)),
        ("2019-04-25T01:32:09Z", at(2019, 4, 25, 9, 32, 9)),
        ("2019-04-25T01:32:09.250+00:00", at(2019, 4, 25, 9, 32, 9, 250000)),
        ("2019-04-24T20:32-0500", at(2019, 4, 25, 9, 32)),
        ("2019-04-25 24:00", at(2019, 4, 26)),
        ("2019-04-25T24:00Z", at(2019, 4, 26, 8)),
        (datetime(2019, 4, 25, 9, 32), at(2019, 4, 25, 9, 32)),
        (datetime(2019, 4, 25, 1, 32, tzinfo=UTC), at(2019, 4, 25, 9, 32)),
        (date(2019, 4, 25), at(2019, 4, 25)),
    ],
)
def test_formats_of_real_files(text: str | date, instant: datetime) -> None:
    parsed = parse_instant(text)
    assert parsed == instant
    assert parsed.tzinfo is SHANGHAI


@pytest.mark.parametrize(
    "text",
    [
        "",
        "昨天",
        "19-04-25",
        "2019-13-01",
        "2019-02-29",
        "2019-04-25 25:00",
        "2019-04-25 24:01",
        "43580",
        "1899-01-01",
        "2019-04-25 09",
        "2019-04-25 09:60",
        "2019-04-25 09:32+99:00",
        "2019-04-25 x",
    ],
)
def test_what_is_no_instant_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse_instant(text, "happened_at")
    assert (caught.value.code, caught.value.field) == ("instant.format", "happened_at")


@given(st.datetimes(datetime(1992, 1, 1), datetime(2199, 12, 31), timezones=st.just(SHANGHAI)))
def test_iso_text_comes_back(instant: datetime) -> None:
    assert parse_instant(instant.isoformat()) == instant


def test_a_day_ends_at_the_next_midnight() -> None:
    assert end_of_day(date(2026, 12, 31)) == at(2027, 1, 1)
    assert end_of_day(at(2026, 12, 31, 23, 59)) == at(2027, 1, 1)
    assert start_of_day(date(2026, 12, 31)) == at(2026, 12, 31)


def test_the_local_day_is_the_one_in_shanghai() -> None:
    assert local_date(datetime(2026, 9, 30, 16, 0, tzinfo=UTC)) == date(2026, 10, 1)
    assert local_date(datetime(2026, 9, 30, 15, 59, tzinfo=UTC)) == date(2026, 9, 30)
    assert local_date(datetime(2026, 9, 30, 20, tzinfo=timezone(timedelta(hours=12)))) == date(2026, 9, 30)
    with pytest.raises(ValueError, match="zone"):
        local_date(datetime(2026, 9, 30))
