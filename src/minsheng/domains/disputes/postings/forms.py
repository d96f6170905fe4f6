"""Forms of the register of posted cadres."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minsheng.domains.disputes.models import EndReason
from minsheng.surface.web.cases.choices import unit_choices
from minsheng.surface.web.forms.base import WebForm
from minsheng.surface.web.forms.widgets import DayInput, SearchSelect
from minsheng.surface.web.places.choices import area_choices
from minsheng.surface.web.words import language_now


class BranchForm(WebForm):
    """A new branch."""

    name = forms.CharField(label=gettext_lazy("Party branch"), max_length=100)
    compound = forms.CharField(label=gettext_lazy("Compound"), max_length=100)
    area_id = forms.TypedChoiceField(label=gettext_lazy("Area"), coerce=int, widget=SearchSelect)
    valid_from = forms.DateField(label=gettext_lazy("First day"), widget=DayInput, initial=timezone.localdate)
    due_from = forms.DateField(
        label=gettext_lazy("Due to have a posted cadre from"),
        help_text=gettext_lazy("Left empty: it is not due to have one and does not count for the coverage."),
        widget=DayInput,
        required=False,
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        choices = area_choices(None, language_now())
        self.fields["area_id"].choices = [("", _("Please choose")), *choices]  # type: ignore[attr-defined]


class DueForm(WebForm):
    """From when to when a branch is due to have a posted cadre."""

    due_from = forms.DateField(label=gettext_lazy("Due from"), widget=DayInput, required=False)
    due_to = forms.DateField(label=gettext_lazy("Due until"), widget=DayInput, required=False)


class PostingForm(WebForm):
    """A cadre who is to be posted."""

    cadre = forms.CharField(label=gettext_lazy("Name of the cadre"), max_length=64)
    staff_number = forms.CharField(
        label=gettext_lazy("Staff number"),
        help_text=gettext_lazy("Tells people of the same name in one unit apart."),
        max_length=32,
        required=False,
    )
    unit_id = forms.TypedChoiceField(label=gettext_lazy("Sending unit"), coerce=int, widget=SearchSelect)
    position = forms.CharField(label=gettext_lazy("Position in the branch"), max_length=64, required=False)
    account = forms.CharField(
        label=gettext_lazy("User name"),
        help_text=gettext_lazy("If the cadre signs in to this system."),
        max_length=64,
        required=False,
    )
    full_time = forms.BooleanField(label=gettext_lazy("Posted full time"), required=False, initial=True)
    valid_from = forms.DateField(label=gettext_lazy("First day"), widget=DayInput, initial=timezone.localdate)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["unit_id"].choices = [("", _("Please choose")), *unit_choices(language_now())]  # type: ignore[attr-defined]


class PostingEndForm(WebForm):
    """The end of a posting."""

    valid_to = forms.DateField(
        label=gettext_lazy("Last day of the posting"), widget=DayInput, initial=timezone.localdate
    )
    reason = forms.ChoiceField(label=gettext_lazy("Why it ends"), choices=EndReason.choices)
    note = forms.CharField(label=gettext_lazy("Note"), max_length=200, required=False)
