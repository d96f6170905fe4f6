"""Working calendars by year: looking at the months, and entering a year by lines of text."""

from __future__ import annotations

import calendar as months_of
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from minsheng.kernel.deadlines.models import CalendarYear
from minsheng.kernel.deadlines.queries import calendar_years, current_calendar
from minsheng.kernel.deadlines.rules import Calendar
from minsheng.kernel.deadlines.services import enter_calendar_year
from minsheng.surface.web.administration.pages import form_page
from minsheng.surface.web.doors import needs
from minsheng.surface.web.forms.base import WebForm
from minsheng.surface.web.requests import WebRequest

AHEAD = timedelta(days=60)
"""How early a missing year is called out: clocks of a quarter reach into it."""


class YearForm(WebForm):
    """The plan of one year as the State Council's notice gives it."""

    year = forms.IntegerField(label=gettext_lazy("Year"))
    off = forms.CharField(
        label=gettext_lazy("Days off"),
        help_text=gettext_lazy(
            "One holiday a line: name, first day, last day. For example: 国庆节 2027-10-01 2027-10-07"
        ),
        widget=forms.Textarea({"rows": 9, "spellcheck": "false"}),
    )
    work = forms.CharField(
        label=gettext_lazy("Weekend days that are worked"),
        help_text=gettext_lazy("One day a line, for example 2027-09-26."),
        widget=forms.Textarea({"rows": 5, "spellcheck": "false"}),
        required=False,
    )
    source = forms.CharField(label=gettext_lazy("Source"), help_text=gettext_lazy("Title and number of the notice."))
    provisional = forms.BooleanField(
        label=gettext_lazy("This is not the official notice yet: mark every deadline that it moves as provisional"),
        required=False,
    )

    def off_lines(self) -> list[list[str]]:
        """Name, first and last day of each line; one day alone is both. The service names malformed lines."""
        rows = [line.split() for line in self.cleaned_data["off"].splitlines() if line.strip()]
        return [[*row, row[-1]] if len(row) == 2 else row for row in rows]


@dataclass(frozen=True, slots=True)
class Day:
    """A day in a month's sheet. ``kind``: work, weekend, off, made_up."""

    number: int
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month's sheet: weeks from Monday, None for days of other months."""

    name: str
    weeks: list[list[Day | None]]


def missing_year(today: date) -> int | None:
    """A year within sixty days ahead whose plan has not been entered; None when all is well."""
    known = current_calendar().years
    return next((day.year for day in (today, today + AHEAD) if day.year not in known), None)


def sheets(calendar: Calendar, year: int) -> list[Month]:
    """The twelve months of a year."""
    grid = months_of.Calendar(firstweekday=0)
    return [
        Month(
            str(MONTHS[month]),
            [[_day(calendar, day, month) for day in week] for week in grid.monthdatescalendar(year, month)],
        )
        for month in range(1, 13)
    ]


def _day(calendar: Calendar, day: date, month: int) -> Day | None:
    if day.month != month:
        return None
    name = calendar.holiday_name(day) or ""
    if calendar.is_working_day(day):
        return Day(day.day, "made_up" if day.weekday() >= 5 else "work", "")
    return Day(day.day, "off" if name else "weekend", name)


@needs("calendars.manage")
@require_GET
def calendars(request: WebRequest, year: int = 0) -> HttpResponse:
    """The years that are stored, and the months of one of them."""
    stored = calendar_years()
    wanted = year or timezone.localdate().year
    known = next((row for row in stored if row.year == wanted), None)
    months = sheets(current_calendar().with_fallback(), wanted) if 2000 <= wanted <= 2100 else []
    context = {"stored": stored, "year": wanted, "known": known, "months": months}
    context["weekdays"] = [str(WEEKDAYS[number]) for number in range(7)]
    return render(request, "web/admin/calendars.html", context)


@needs("calendars.manage")
@require_http_methods(["GET", "POST"])
def enter(request: WebRequest) -> HttpResponse:
    """Enter or correct the plan of a year."""
    wanted = request.GET.get("year", "")
    known = next((row for row in calendar_years() if str(row.year) == wanted), None)
    form = YearForm(request.POST or None, initial=_initial(known) if known else {"year": wanted or _next_year()})

    def act(data: dict[str, Any]) -> None:
        enter_calendar_year(
            by=request.actor,
            year=data["year"],
            off=form.off_lines(),
            work=data["work"].split(),
            source=data["source"],
            provisional=data["provisional"],
        )

    return form_page(
        request,
        form,
        act,
        title=_("Enter the plan of a year"),
        back=reverse("web:admin_calendars"),
        done=_("The plan is entered. Clocks that reach into this year are computed anew."),
    )


def _initial(row: CalendarYear) -> dict[str, Any]:
    plan = row.plan()
    return {
        "year": row.year,
        "off": "\n".join(f"{span.name} {span.first} {span.last}" for span in plan.off),
        "work": "\n".join(day.isoformat() for day in sorted(plan.work)),
        "source": row.source,
        "provisional": row.provisional,
    }


def _next_year() -> int:
    return max(current_calendar().years, default=timezone.localdate().year - 1) + 1
