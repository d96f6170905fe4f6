"""Forms of the grids. What is wrong with the content is said by the services."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minsheng.domains.grid.enums import DutyRole, Purpose, Subject
from minsheng.kernel.areas.nodes import AreaNode
from minsheng.surface.web.forms.base import WebForm
from minsheng.surface.web.forms.widgets import CardRadio, DayInput, SearchSelect, TextField
from minsheng.surface.web.words import language_now, place_name

NO_SECRETS = gettext_lazy(
    "Do not write identity numbers, anything about health or criminal records, or judgements of anybody's character."
)


def grid_choices(grids: Iterable[AreaNode]) -> list[tuple[str, str]]:
    """Grids by id, named with what is above them."""
    language = language_now()
    return [(str(grid.id), place_name(grid.id, language)) for grid in grids]


class VisitForm(WebForm):
    """A visit to a household or shop. ``client_key`` makes a double tap one visit."""

    client_key = forms.CharField(widget=forms.HiddenInput, required=False)
    grid = forms.ChoiceField(label=gettext_lazy("Grid"))
    subject = forms.ChoiceField(label=gettext_lazy("Visited"), choices=Subject.choices, widget=CardRadio)
    purpose = forms.ChoiceField(label=gettext_lazy("Purpose"), choices=Purpose.choices, widget=CardRadio)
    address = TextField(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("Compound, building, door or name of the shop. No names of residents."),
        widget=forms.TextInput({"maxlength": 300}),
    )
    visited_on = forms.DateField(label=gettext_lazy("Day"), widget=DayInput)
    result = TextField(label=gettext_lazy("Result"), help_text=NO_SECRETS, widget=forms.Textarea({"rows": 5}))
    follow_up = forms.BooleanField(label=gettext_lazy("Something is left to follow up"), required=False)
    case = TextField(
        label=gettext_lazy("Belongs to case"), help_text=gettext_lazy("Code of the case, if there is one.")
    )

    def __init__(self, grids: list[AreaNode], data: Any = None) -> None:
        initial = {"client_key": uuid4().hex, "visited_on": timezone.localdate(), "subject": "household"}
        super().__init__(data, initial=initial)
        self.fields["grid"].choices = grid_choices(grids)  # type: ignore[attr-defined]
        self.fields["case"].optional = True  # type: ignore[attr-defined]  # read by the template


class PlanForm(WebForm):
    """A round to come."""

    grid = forms.ChoiceField(label=gettext_lazy("Grid"))
    planned_on = forms.DateField(label=gettext_lazy("Day"), widget=DayInput, initial=timezone.localdate)

    def __init__(self, grids: list[AreaNode], data: Any = None) -> None:
        super().__init__(data)
        self.fields["grid"].choices = grid_choices(grids)  # type: ignore[attr-defined]


class PointForm(WebForm):
    """Where a round is now: chosen from the grids of the community."""

    area = forms.ChoiceField(label=gettext_lazy("I am in"))

    def __init__(self, grids: Iterable[AreaNode], data: Any = None) -> None:
        super().__init__(data)
        self.fields["area"].choices = grid_choices(grids)  # type: ignore[attr-defined]


class FindingForm(WebForm):
    """A grid event that was found on a round."""

    case = TextField(label=gettext_lazy("Code of the event"))


class FinishForm(WebForm):
    """The end of a round."""

    note = TextField(label=gettext_lazy("Note"), help_text=NO_SECRETS, widget=forms.Textarea({"rows": 3}))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["note"].optional = True  # type: ignore[attr-defined]  # read by the template


class DutyForm(WebForm):
    """Somebody on duty in a grid."""

    account = forms.TypedChoiceField(label=gettext_lazy("Worker"), coerce=int, widget=SearchSelect)
    role = forms.ChoiceField(label=gettext_lazy("Duty"), choices=DutyRole.choices, widget=CardRadio)
    valid_from = forms.DateField(label=gettext_lazy("First day"), widget=DayInput, initial=timezone.localdate)
    valid_to = forms.DateField(label=gettext_lazy("Last day"), widget=DayInput, required=False)

    def __init__(self, workers: list[tuple[int, str]], data: Any = None) -> None:
        super().__init__(data, initial={"role": "backup"})
        self.fields["account"].choices = [("", _("Please choose")), *workers]  # type: ignore[attr-defined]
        self.fields["valid_to"].optional = True  # type: ignore[attr-defined]  # read by the template


class AbsenceForm(WebForm):
    """Days of absence."""

    first_day = forms.DateField(label=gettext_lazy("First day"), widget=DayInput, initial=timezone.localdate)
    last_day = forms.DateField(label=gettext_lazy("Last day"), widget=DayInput, initial=timezone.localdate)


class LastDayForm(WebForm):
    """The last day on which something counts."""

    last_day = forms.DateField(label=gettext_lazy("Last day"), widget=DayInput, initial=timezone.localdate)


class ContactForm(WebForm):
    """The telephone on the board."""

    phone = TextField(label=gettext_lazy("Public telephone"))
    is_work_number = forms.BooleanField(
        label=gettext_lazy("This mobile number belongs to the duty; it is nobody's private number"), required=False
    )


class FollowUpForm(WebForm):
    """The day on which a visit was followed up."""

    on = forms.DateField(label=gettext_lazy("Followed up on"), widget=DayInput, initial=timezone.localdate)
