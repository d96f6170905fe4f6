"""Forms of the register of rooms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minsheng.domains.disputes.models import Room
from minsheng.domains.disputes.sessions.rooms import CHANGEABLE, MOST_SEATS
from minsheng.surface.web.forms.base import WebForm
from minsheng.surface.web.forms.widgets import DayInput, SearchSelect


class RoomRulesForm(WebForm):
    """What of a room may be changed."""

    address = forms.CharField(label=gettext_lazy("Address"), max_length=200)
    seats = forms.IntegerField(label=gettext_lazy("Seats"), min_value=1, max_value=MOST_SEATS, initial=8)
    has_video = forms.BooleanField(label=gettext_lazy("Sound and picture can be recorded"), required=False)
    allows_link = forms.BooleanField(label=gettext_lazy("People may take part online"), required=False)


class RoomForm(RoomRulesForm):
    """A room that is to be used."""

    unit_id = forms.TypedChoiceField(label=gettext_lazy("For which unit"), coerce=int, widget=SearchSelect)
    name = forms.CharField(label=gettext_lazy("Name of the room"), max_length=64)
    valid_from = forms.DateField(label=gettext_lazy("First day"), widget=DayInput, initial=timezone.localdate)

    field_order = ("unit_id", "name", *CHANGEABLE, "valid_from")

    def __init__(self, units: list[tuple[int, str]], data: Any = None) -> None:
        super().__init__(data)
        self.fields["unit_id"].choices = [("", _("Please choose")), *units]  # type: ignore[attr-defined]


def rules_of(room: Room) -> dict[str, Any]:
    """What the form of the rules begins with."""
    return {name: getattr(room, name) for name in CHANGEABLE}
