"""The plans of the working calendar, one row for each year."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from minsheng.kernel.deadlines.years import YearDays, read_year


class CalendarYear(models.Model):
    """Holidays and make-up days of one year, as the State Council's notice gives them.

    ``days`` is the compact form of `years.YearDays`. ``entered_by_id`` is an account, ``None`` for a plan that came
    with the software. ``revision`` grows with every change: readers see by it that they must read again.
    """

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    days = models.JSONField(_("days off and make-up days"))
    source = models.TextField(_("source"))
    provisional = models.BooleanField(_("provisional"), default=False)
    entered_by_id = models.BigIntegerField(_("entered by"), null=True)
    entered_at = models.DateTimeField(_("entered at"))
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        db_table = "deadlines_calendar_year"
        ordering = ("year",)
        verbose_name = _("calendar year")
        verbose_name_plural = _("calendar years")

    def __str__(self) -> str:
        """Name the year."""
        return str(self.year)

    def plan(self) -> YearDays:
        """The row as the pure calendar knows it. Raises Refusals if somebody has spoilt the stored days."""
        return read_year(self.year, self.days["off"], self.days["work"], self.source)
