"""The form of an act, made from the fields that its procedure declares. No act has a form written by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from minsheng.base.errors import Refusal
from minsheng.base.ids import check_code
from minsheng.kernel.cases.queries import get_for
from minsheng.surface.web.cases.act_fields import Setting, built_for
from minsheng.surface.web.cases.suggestion import RULE
from minsheng.surface.web.forms.base import WebForm, at_field
from minsheng.surface.web.forms.uploads import Uploads
from minsheng.surface.web.words import unit_name

__all__ = ["ActForm", "Setting"]

_LONGEST_CODE = 24
_OF_CASE = {
    "kind": "kind",
    "category": "category_id",
    "area": "area_id",
    "urgent": "urgent",
    "confidentiality": "confidentiality",
}
"""Fields of acts that say anew what a case says already: shown filled, and left out when they are not changed."""


class ActForm(WebForm):
    """One act on one case. ``seen_seq`` is the last act that the person has seen."""

    seen_seq = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, setting: Setting, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, initial={"seen_seq": setting.the_case.seq, **_initial(setting)}, prefix=None)
        self.setting = setting
        self.procedure = setting.procedure
        for name, spec in setting.shown().items():
            self.fields[name] = built_for(setting, name, spec)
        self._hint_rule()

    def name_cases(self, given: Mapping[str, str]) -> None:
        """Fill in the codes of other cases that a link has named; whoever sends the form has seen them."""
        for name, spec in self.setting.shown().items():
            if spec.type == "case" and given.get(name):
                self.initial[name] = given[name][:_LONGEST_CODE]

    def _hint_rule(self) -> None:
        routed = self.setting.routed
        if routed is not None and "unit" in self.fields:
            words = {"rule": routed.rule_name, "unit": unit_name(routed.unit_id, self.setting.language)}
            self.fields["unit"].help_text = _("Rule “%(rule)s” suggests %(unit)s.") % words

    def inputs(self, uploads: dict[str, Uploads]) -> dict[str, Any]:
        """What to hand to ``perform``. Raises Refusal when the code of another case is not known."""
        given: dict[str, Any] = {}
        for name, spec in self.setting.shown().items():
            value = uploads[name].ids if spec.type == "files" else self.cleaned_data.get(name)
            if value in (None, "", []) or self._is_unchanged(name, value):
                continue
            given[name] = self._case_id(name, str(value)) if spec.type == "case" else value
        routed = self.setting.routed
        if RULE in self.setting.act.fields and routed is not None and given.get("unit") == str(routed.unit_id):
            given[RULE] = routed.rule_id
        return given

    def _is_unchanged(self, name: str, value: Any) -> bool:
        return name in _OF_CASE and self.setting.act.fields[name] == "optional" and str(value) == self.initial.get(name)

    def _case_id(self, name: str, code: str) -> int:
        try:
            return get_for(self.setting.actor, check_code(code)).pk
        except Refusal as refusal:
            raise at_field(refusal, name) from refusal


def _initial(setting: Setting) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, attribute in _OF_CASE.items():
        if name in setting.act.fields:
            value = getattr(setting.the_case, attribute)
            found[name] = str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)
    if setting.routed is not None:
        found |= {"unit": str(setting.routed.unit_id), "co_units": [str(unit) for unit in setting.routed.co_units]}
    return found
