"""Forms of the composer. They bring no texts of their own: whatever a template says, somebody has typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minsheng.domains.disputes.steps.composing import doer_words
from minsheng.domains.disputes.steps.definition import DOERS, MOST_DAYS, AxisSpec, StepSpec
from minsheng.domains.disputes.steps.places import grids_by_community
from minsheng.surface.web.forms.base import WebForm
from minsheng.surface.web.forms.widgets import DayInput, SearchSelect, TextField
from minsheng.surface.web.places.choices import area_choices
from minsheng.surface.web.words import language_now


class TemplateForm(WebForm):
    """A new template."""

    name = TextField(label=gettext_lazy("Name in Chinese"))
    name_en = TextField(label=gettext_lazy("Name in English"))
    slug = TextField(
        label=gettext_lazy("Short name"),
        help_text=gettext_lazy("Small letters, digits and underscores; it stays for ever."),
    )


class StepForm(WebForm):
    """One step."""

    zh = TextField(label=gettext_lazy("Name in Chinese"))
    en = TextField(label=gettext_lazy("Name in English"))
    public_zh = TextField(label=gettext_lazy("What residents read meanwhile, in Chinese"))
    public_en = TextField(label=gettext_lazy("What residents read meanwhile, in English"))
    doer = forms.ChoiceField(label=gettext_lazy("Who does it"))
    days = forms.IntegerField(
        label=gettext_lazy("Term in days"),
        help_text=gettext_lazy("Left empty: no term."),
        min_value=1,
        max_value=MOST_DAYS,
        required=False,
    )
    unit = forms.ChoiceField(label=gettext_lazy("How days are counted"), required=False)
    law = TextField(
        label=gettext_lazy("Source of the term"),
        help_text=gettext_lazy("A law or a document of the district. Left empty: a local rule of this template."),
    )
    article = TextField(label=gettext_lazy("Article"))

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        language = language_now()
        doers = [(doer, doer_words(doer, language)) for doer in DOERS]
        self.fields["doer"].choices = [("", _("Please choose")), *doers]  # type: ignore[attr-defined]
        units = [("", "—"), ("working", _("working days")), ("calendar", _("calendar days"))]
        self.fields["unit"].choices = units  # type: ignore[attr-defined]


class AxisForm(WebForm):
    """One axis with its values."""

    zh = TextField(label=gettext_lazy("Name in Chinese"))
    en = TextField(label=gettext_lazy("Name in English"))
    values_zh = TextField(
        label=gettext_lazy("Values in Chinese"),
        help_text=gettext_lazy("One on each line."),
        widget=forms.Textarea({"rows": 5}),
    )
    values_en = TextField(
        label=gettext_lazy("Values in English"),
        help_text=gettext_lazy("One on each line, in the same order."),
        widget=forms.Textarea({"rows": 5}),
    )


class AssignForm(WebForm):
    """An area and days."""

    area_id = forms.TypedChoiceField(label=gettext_lazy("Area"), coerce=int, widget=SearchSelect)
    valid_from = forms.DateField(label=gettext_lazy("First day"), widget=DayInput, initial=timezone.localdate)
    valid_to = forms.DateField(label=gettext_lazy("Last day"), widget=DayInput, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        choices = area_choices(None, language_now())
        self.fields["area_id"].choices = [("", _("Please choose")), *choices, *grids_by_community(language_now())]  # type: ignore[attr-defined]


class EndForm(WebForm):
    """The last day of an assignment."""

    valid_to = forms.DateField(label=gettext_lazy("Last day"), widget=DayInput, initial=timezone.localdate)


def step_initial(step: StepSpec) -> dict[str, Any]:
    """A step as its form holds it."""
    return {
        "zh": step.name.zh,
        "en": step.name.en,
        "public_zh": step.public.zh,
        "public_en": step.public.en,
        "doer": step.doer,
        "days": step.days or None,
        "unit": step.unit,
        "law": step.law,
        "article": step.article,
    }


def axis_initial(axis: AxisSpec) -> dict[str, Any]:
    """An axis as its form holds it."""
    return {
        "zh": axis.name.zh,
        "en": axis.name.en,
        "values_zh": "\n".join(value.zh for value in axis.values),
        "values_en": "\n".join(value.en for value in axis.values),
    }
