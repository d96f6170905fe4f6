"""Deadlines in words."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.utils import translation

from minsheng.base.time import SHANGHAI, parse_instant
from minsheng.kernel.deadlines.rules import Calendar, bundled_years
from minsheng.surface.web.due import due_words

CALENDAR = Calendar(bundled_years()).with_fallback()


def at(text: str) -> datetime:
    return parse_instant(text).astimezone(SHANGHAI)


@pytest.mark.parametrize(
    ("due", "now", "zh", "en", "tone"),
    [
        # Ends on Friday at midnight; Monday to Wednesday are holidays of the National Day.
        ("2026-10-10 00:00", "2026-09-30 10:00", "还剩2个工作日", "2 working days left", "calm"),
        ("2026-11-28 00:00", "2026-11-26 09:00", "还剩1个工作日", "1 working day left", "soon"),
        ("2026-11-28 00:00", "2026-11-27 23:59", "今天到期", "due today", "soon"),
        ("2026-11-27 15:00", "2026-11-27 11:30", "还剩3小时", "3 hours left", "soon"),
        ("2026-11-27 15:00", "2026-11-27 14:59:40", "还剩1分钟", "1 minute left", "soon"),
        ("2026-11-30 00:00", "2026-11-28 09:00", "还剩1天", "1 day left", "soon"),
        ("2026-11-28 00:00", "2026-11-28 00:00", "今天到期", "due today", "soon"),
        ("2026-11-28 00:00", "2026-11-28 00:30", "超期1天", "1 day late", "late"),
        ("2026-11-25 00:00", "2026-11-27 09:00", "超期3天", "3 days late", "late"),
        ("2026-11-27 15:00", "2026-11-27 17:10", "超期2小时", "2 hours late", "late"),
        ("2026-11-27 15:00", "2026-11-27 15:10", "刚刚超期", "just overdue", "late"),
    ],
)
def test_what_is_left(due: str, now: str, zh: str, en: str, tone: str) -> None:
    for language, words in (("zh-hans", zh), ("en", en)):
        with translation.override(language):
            found = due_words(at(due), at(now), CALENDAR)
            assert found is not None
            if due != now:
                assert found.text == words
                assert found.tone == tone


def test_the_day_that_people_name() -> None:
    with translation.override("zh-hans"):
        now = at("2026-11-24 09:00")
        midnight, hour, next_year = (at(text) for text in ("2026-11-28 00:00", "2026-11-28 15:30", "2027-01-05 00:00"))
        days = [due_words(due, now, CALENDAR) for due in (midnight, hour, next_year)]
    assert [due.day for due in days if due] == ["11月27日", "11月28日 15:30", "2027-01-04"]


def test_no_deadline() -> None:
    assert due_words(None, at("2026-11-24 09:00"), CALENDAR) is None
