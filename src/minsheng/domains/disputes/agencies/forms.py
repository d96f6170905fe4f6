"""Forms of the register of agencies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minsheng.domains.disputes.agencies.composition import MOST, Seat
from minsheng.domains.disputes.agencies.rules import LONGEST_SIGN
from minsheng.domains.disputes.kinds import DisputeType
from minsheng.domains.disputes.models import Agency, AgencyKind, MemberPost, Stationing
from minsheng.surface.web.cases.choices import unit_choices
from minsheng.surface.web.forms.base import WebForm
from minsheng.surface.web.forms.widgets import CheckList, DayInput, SearchSelect
from minsheng.surface.web.words import language_now

RULES = ("stationing", "weekdays", "dispute_types", "sign_days", "contact", "phone")


class RulesForm(WebForm):
    """By which rules an agency takes part."""

    stationing = forms.ChoiceField(label=gettext_lazy("Presence in the centre"), choices=Stationing.choices)
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Weekdays"),
        help_text=gettext_lazy("For agencies that are there on certain weekdays only."),
        choices=[(number + 1, name) for number, name in WEEKDAYS.items()],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    dispute_types = forms.MultipleChoiceField(
        label=gettext_lazy("Types of disputes that it takes"),
        help_text=gettext_lazy("Tick none to take every type."),
        choices=DisputeType.choices,
        required=False,
        widget=CheckList,
    )
    sign_days = forms.IntegerField(
        label=gettext_lazy("Working days to sign for a transfer"), min_value=1, max_value=LONGEST_SIGN, initial=2
    )
    contact = forms.CharField(label=gettext_lazy("Contact at work"), max_length=64, required=False)
    phone = forms.CharField(label=gettext_lazy("Telephone at work"), max_length=32, required=False)


class ChangeForm(RulesForm):
    """Other rules, from a day on."""

    valid_from = forms.DateField(
        label=gettext_lazy("First day of these rules"),
        help_text=gettext_lazy("The earlier rules stay in the register with their days."),
        widget=DayInput,
    )

    field_order = ("valid_from", *RULES)


class AgencyForm(RulesForm):
    """A unit that is to take part."""

    unit_id = forms.TypedChoiceField(label=gettext_lazy("Unit that takes part"), coerce=int, widget=SearchSelect)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of agency"), choices=AgencyKind.choices)
    valid_from = forms.DateField(label=gettext_lazy("First day"), widget=DayInput, initial=timezone.localdate)

    field_order = ("unit_id", "kind", "valid_from", *RULES)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["unit_id"].choices = [("", _("Please choose")), *unit_choices(language_now())]  # type: ignore[attr-defined]


class CompositionForm(WebForm):
    """The members of a committee, nine lines of them, and from when to when they serve."""

    valid_from = forms.DateField(label=gettext_lazy("First day"), widget=DayInput, initial=timezone.localdate)
    valid_to = forms.DateField(
        label=gettext_lazy("Last day of the term"),
        help_text=gettext_lazy("Left empty: three years, the term of the law."),
        widget=DayInput,
        required=False,
    )

    def __init__(self, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        posts = MemberPost.choices
        for number in range(1, MOST + 1):
            self.fields[f"name_{number}"] = forms.CharField(label=_("Name"), max_length=64, required=False)
            first = MemberPost.DIRECTOR if number == 1 else MemberPost.MEMBER
            self.fields[f"post_{number}"] = forms.ChoiceField(label=_("Post"), choices=posts, initial=first)
            self.fields[f"woman_{number}"] = forms.BooleanField(label=_("Woman"), required=False)

    def lines(self) -> list[list[forms.BoundField]]:
        """The inputs of each member, side by side."""
        return [[self[f"{name}_{number}"] for name in ("name", "post", "woman")] for number in range(1, MOST + 1)]

    def seats(self) -> list[Seat]:
        """The members whose name was filled in."""
        given = self.cleaned_data
        return [
            Seat(given[f"name_{number}"], given[f"post_{number}"], given[f"woman_{number}"])
            for number in range(1, MOST + 1)
            if given[f"name_{number}"].strip()
        ]


def rules_of(agency: Agency) -> dict[str, Any]:
    """What the form of the rules begins with."""
    first = max(timezone.localdate(), agency.valid_from)
    return {**{name: getattr(agency, name) for name in RULES}, "valid_from": first}
