"""The choice of a part of the register: period, area, committee, type."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minsheng.base.errors import Refusal
from minsheng.domains.disputes.register.entries import Wanted
from minsheng.domains.disputes.register.rules import Period
from minsheng.domains.disputes.register.services import mediation_procedure
from minsheng.surface.web.forms.base import WebForm
from minsheng.surface.web.forms.widgets import DayInput, TextField
from minsheng.surface.web.places.choices import subdistrict_choices
from minsheng.surface.web.words import language_now


class WantedForm(WebForm):
    """What the page shows; without an answer the year so far."""

    first = TextField(label=gettext_lazy("From"), widget=DayInput())
    last = TextField(label=gettext_lazy("To"), widget=DayInput())
    area = TextField(label=gettext_lazy("Sub-district"), widget=forms.Select)
    kind = TextField(label=gettext_lazy("Type"), widget=forms.Select)

    def __init__(self, data: Any, today: date) -> None:
        given = {"first": today.replace(month=1, day=1).isoformat(), "last": today.isoformat(), **data}
        super().__init__(given)
        language = language_now()
        kinds = [(key, text(language)) for key, text in mediation_procedure().kinds.items()]
        self.fields["area"].widget.choices = [("", _("The whole district")), *subdistrict_choices(language)]
        self.fields["kind"].widget.choices = [("", _("All types")), *kinds]

    def wanted(self) -> Wanted:
        """The choice. Raises Refusal ``field.date`` or ``area.unknown`` on its field."""
        given = self.cleaned_data
        area = given["area"]
        if area and area not in {pk for pk, _name in subdistrict_choices(language_now())}:
            raise Refusal("area.unknown", "area", id=area[:40])
        period = Period(_day("first", given["first"]), _day("last", given["last"]))
        return Wanted(period, area_id=int(area) if area else None, kind=given["kind"])


def _day(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal("field.date", name, value=text[:40]) from None
