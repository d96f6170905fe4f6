"""The form of a routing rule."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minsheng.kernel.access.enums import UnitKind
from minsheng.kernel.routing.models import Rule
from minsheng.kernel.routing.rules import RuleView
from minsheng.surface.web.cases.choices import category_choices, unit_choices
from minsheng.surface.web.forms.base import WebForm
from minsheng.surface.web.forms.widgets import CheckList, DayInput, SearchSelect
from minsheng.surface.web.places.choices import area_choices, root_choices
from minsheng.surface.web.words import language_now

_WORDS = re.compile(r"[,，、;；\s]+")
_MONTHS = [(month, str(month)) for month in range(1, 13)]


class Pick(forms.TypedChoiceField):
    """One of many by id, or none."""

    widget = SearchSelect

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, coerce=int, empty_value=None, **options)


class RuleForm(WebForm):
    """Conditions and target. Empty conditions fit every case."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    position = forms.IntegerField(label=gettext_lazy("Position"), min_value=1, required=False)
    category_id = Pick(label=gettext_lazy("Category"))
    area_id = Pick(label=gettext_lazy("Area"))
    kinds = forms.MultipleChoiceField(label=gettext_lazy("Kinds"), widget=CheckList, required=False)
    text_any = forms.CharField(
        label=gettext_lazy("One of these words in the text"),
        help_text=gettext_lazy("Separated by commas or spaces."),
        required=False,
    )
    months = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Months"), choices=_MONTHS, coerce=int, widget=CheckList, required=False
    )
    valid_from = forms.DateField(label=gettext_lazy("Valid from"), widget=DayInput, required=False)
    valid_to = forms.DateField(label=gettext_lazy("Valid to"), widget=DayInput, required=False)
    unit_id = Pick(label=gettext_lazy("To this unit"))
    unit_of_area = forms.ChoiceField(
        label=gettext_lazy("or to the unit at the area, of this kind"),
        choices=[("", gettext_lazy("Please choose")), *UnitKind.choices],
        required=False,
    )
    co_units = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Co-responsible units"), coerce=int, widget=CheckList, required=False
    )
    dispatches = forms.BooleanField(label=gettext_lazy("Dispatch at once, without a person"), required=False)

    def __init__(self, realm: str, kinds: list[tuple[str, str]], data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        language = language_now()
        none = ("", _("any"))
        choices: dict[str, list[Any]] = {
            "category_id": [none, *category_choices(realm, language)],
            "area_id": [none, root_choices(language), *area_choices(None, language)],
            "kinds": kinds,
            "unit_id": [("", _("Please choose")), *unit_choices(language)],
            "co_units": [pair for _group, pairs in unit_choices(language) for pair in pairs],
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]

    def clean_text_any(self) -> list[str]:
        """The words one by one."""
        return [word for word in _WORDS.split(self.cleaned_data["text_any"]) if word]

    def view(self, realm: str, rule_id: int = 0, position: int = 1) -> RuleView:
        """The rule as it would be, for a dry run."""
        data = dict(self.cleaned_data)
        return RuleView(
            id=rule_id,
            realm=realm,
            position=data.pop("position") or position,
            kinds=frozenset(data.pop("kinds")),
            text_any=tuple(data.pop("text_any")),
            months=frozenset(data.pop("months")),
            co_units=tuple(data.pop("co_units")),
            **data,
        )


def initial_of(rule: Rule) -> dict[str, Any]:
    """A stored rule as the form shows it."""
    names = [name for name in RuleForm.base_fields if name != "text_any"]
    return {**{name: getattr(rule, name) for name in names}, "text_any": "、".join(rule.text_any)}
