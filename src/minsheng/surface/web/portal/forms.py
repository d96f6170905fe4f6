"""The form with which somebody proves that a case is theirs."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from minsheng.surface.web.forms.base import WebForm
from minsheng.surface.web.forms.widgets import TextField


class FollowForm(WebForm):
    """Code and the last four digits of the telephone number."""

    code = TextField(
        label=gettext_lazy("Case code"),
        help_text=gettext_lazy("Such as HL261123-7K3Q9F. Small letters and spaces do not matter."),
        widget=forms.TextInput({"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}),
    )
    tail = TextField(
        label=gettext_lazy("Last four digits of your telephone number"),
        widget=forms.TextInput({"inputmode": "numeric", "maxlength": 4, "autocomplete": "off", "class": "short"}),
    )
