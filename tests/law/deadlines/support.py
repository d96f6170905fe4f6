"""What the tests of the law of time share: the real calendar, instants in Shanghai, and anything hypothesis may try."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from minsheng.base.time import SHANGHAI, end_of_day, local_date
from minsheng.kernel.deadlines.rules import Calendar, Rolling, Term, TermUnit, bundled_years

CALENDAR = Calendar(bundled_years())
GUESSING = CALENDAR.with_fallback()


def at(text: str) -> datetime:
    """The instant ``2026-09-30 10:00`` in Shanghai; a day alone means ten in the morning."""
    return datetime.fromisoformat(text if " " in text else f"{text} 10:00").replace(tzinfo=SHANGHAI)


def end(text: str) -> datetime:
    """24:00 of a day."""
    return end_of_day(date.fromisoformat(text))


def last_day(due_at: datetime) -> date:
    """The last day of a term of days, by its end."""
    return local_date(due_at) - timedelta(days=1)


def working(text: str) -> Term:
    """A term in working days or hours."""
    return Term.parse(text, days="working")


def calendar(text: str) -> Term:
    """A term in calendar days, plain hours, months or years."""
    return Term.parse(text)


instants = st.datetimes(datetime(2019, 1, 1), datetime(2027, 12, 31), timezones=st.just(SHANGHAI))
spans = st.integers(0, 60 * 24 * 40).map(lambda minutes: timedelta(minutes=minutes))
rollings = st.sampled_from(Rolling)
_LARGEST = {
    TermUnit.HOUR: 500,
    TermUnit.WORKING_HOUR: 200,
    TermUnit.DAY: 120,
    TermUnit.WORKING_DAY: 60,
    TermUnit.MONTH: 14,
    TermUnit.YEAR: 2,
}


def terms_of(*units: TermUnit) -> st.SearchStrategy[Term]:
    """Terms of the given units (all units if none is given), of lengths that procedures use."""
    chosen = st.sampled_from(units or tuple(TermUnit))
    return chosen.flatmap(lambda unit: st.builds(Term, st.integers(1, _LARGEST[unit]), st.just(unit)))
