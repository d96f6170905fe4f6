"""The form of a decision."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from minsheng.domains.disputes.models import WarningDecision
from minsheng.surface.web.forms.base import WebForm
from minsheng.surface.web.forms.widgets import CardRadio, TextField


class DecisionForm(WebForm):
    """What is decided, and why."""

    decision = forms.ChoiceField(label=_("Decision"), choices=WarningDecision.choices, widget=CardRadio)
    note = TextField(
        label=_("Reasons"),
        help_text=_("What you have looked at, and what will be done by whom. Nothing is done by itself."),
        widget=forms.Textarea({"rows": 4}),
    )
