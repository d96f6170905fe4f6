"""Forms of the register of mediators."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minsheng.domains.disputes.kinds import DisputeType
from minsheng.domains.disputes.models import Mediator, MediatorKind
from minsheng.domains.disputes.panels.services import CHANGEABLE
from minsheng.surface.web.forms.base import WebForm
from minsheng.surface.web.forms.widgets import CheckList, DayInput, SearchSelect


class MediatorRulesForm(WebForm):
    """What of a mediator may be changed."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of mediator"), choices=MediatorKind.choices)
    specialities = forms.MultipleChoiceField(
        label=gettext_lazy("Types of disputes that they know best"),
        help_text=gettext_lazy("Tick none for every type."),
        choices=DisputeType.choices,
        required=False,
        widget=CheckList,
    )
    languages = forms.CharField(
        label=gettext_lazy("Languages and dialects"),
        help_text=gettext_lazy("Beside Putonghua, for example a dialect or sign language."),
        max_length=100,
        required=False,
    )
    introduction = forms.CharField(
        label=gettext_lazy("Introduction for the public list"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    open_to_choice = forms.BooleanField(
        label=gettext_lazy("Parties may choose this mediator"), required=False, initial=True
    )


class MediatorForm(MediatorRulesForm):
    """Somebody who is to mediate."""

    account_id = forms.TypedChoiceField(label=gettext_lazy("Who"), coerce=int, widget=SearchSelect)
    unit_id = forms.TypedChoiceField(label=gettext_lazy("For which unit"), coerce=int, widget=SearchSelect)
    valid_from = forms.DateField(label=gettext_lazy("First day"), widget=DayInput, initial=timezone.localdate)

    field_order = ("account_id", "unit_id", "valid_from", *CHANGEABLE)

    def __init__(self, people: list[tuple[int, str]], units: list[tuple[int, str]], data: Any = None) -> None:
        super().__init__(data)
        nothing = ("", _("Please choose"))
        self.fields["account_id"].choices = [nothing, *people]  # type: ignore[attr-defined]
        self.fields["unit_id"].choices = [nothing, *units]  # type: ignore[attr-defined]


def rules_of(mediator: Mediator) -> dict[str, Any]:
    """What the form of the rules begins with."""
    return {name: getattr(mediator, name) for name in CHANGEABLE}
