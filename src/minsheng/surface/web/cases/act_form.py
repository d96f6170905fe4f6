"""The form of an act, made from the fields that its procedure declares. No act has a form written by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from minsheng.base.errors import Refusal
from minsheng.base.ids import check_code
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.models import Account
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.queries import get_for
from minsheng.kernel.procedures.schema import Act, FieldSpec, Procedure
from minsheng.kernel.routing.rules import Routed
from minsheng.surface.web.cases.choices import category_choices, unit_choices
from minsheng.surface.web.cases.suggestion import RULE
from minsheng.surface.web.cases.timeline import LEVEL
from minsheng.surface.web.forms.base import WebForm, at_field
from minsheng.surface.web.forms.uploads import Uploads
from minsheng.surface.web.forms.widgets import (
    AnyField,
    CardRadio,
    CheckList,
    DayInput,
    FilesInput,
    SearchSelect,
    TextField,
)
from minsheng.surface.web.places.choices import area_choices
from minsheng.surface.web.words import category_name, levels, unit_name

_FEW = 6
_SHORT = 200
_LONGEST_CODE = 24
_OF_CASE = {
    "kind": "kind",
    "category": "category_id",
    "area": "area_id",
    "urgent": "urgent",
    "confidentiality": "confidentiality",
}
"""Fields of acts that say anew what a case says already: shown filled, and left out when they are not changed."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Everything that the form of an act is made from."""

    actor: Actor
    case: Case
    procedure: Procedure
    key: str
    act: Act
    language: str
    routed: Routed | None = None
    accounts: list[Account] = field(default_factory=list)
    suggested: list[int] = field(default_factory=list)

    def shown(self) -> dict[str, FieldSpec]:
        """Fields that people fill in."""
        return {name: self.procedure.fields[name] for name in self.act.fields if name != RULE}

    def needs(self, kind: str) -> bool:
        """Whether some field is of this type."""
        return any(spec.type == kind for spec in self.shown().values())


class ActForm(WebForm):
    """One act on one case. ``seen_seq`` is the last act that the person has seen."""

    seen_seq = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, setting: Setting, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, initial={"seen_seq": setting.case.seq, **_initial(setting)}, prefix=None)
        self.setting = setting
        self.procedure = setting.procedure
        for name, spec in setting.shown().items():
            built = _level() if name == LEVEL else _BUILDERS[spec.type](setting, spec)
            built.label = spec(setting.language)
            built.optional = setting.act.fields[name] == "optional"  # type: ignore[attr-defined]  # read by the template
            self.fields[name] = built
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
            value = getattr(setting.case, attribute)
            found[name] = str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)
    if setting.routed is not None:
        found |= {"unit": str(setting.routed.unit_id), "co_units": [str(unit) for unit in setting.routed.co_units]}
    return found


def _level() -> forms.Field:
    return TextField(widget=forms.Select(choices=levels()))


def _text(setting: Setting, spec: FieldSpec) -> forms.Field:
    rows = 3 if (spec.max or 0) <= _SHORT else 5
    return TextField(widget=forms.Textarea({"rows": rows, **({"maxlength": spec.max} if spec.max else {})}))


def _choice(setting: Setting, spec: FieldSpec) -> forms.Field:
    choices = [(key, text(setting.language)) for key, text in (spec.choices or {}).items()]
    if len(choices) <= _FEW:
        return TextField(widget=CardRadio(choices=choices))
    return TextField(widget=forms.Select(choices=[("", _("Please choose")), *choices]))


def _unit(setting: Setting, spec: FieldSpec) -> forms.Field:
    return TextField(widget=SearchSelect(choices=[("", _("Please choose")), *unit_choices(setting.language)]))


def _units(setting: Setting, spec: FieldSpec) -> forms.Field:
    flat = [pair for _group, pairs in unit_choices(setting.language) for pair in pairs]
    taken = str(setting.case.lead_unit_id)
    return AnyField(widget=CheckList(choices=[pair for pair in flat if pair[0] != taken]))


def _account(setting: Setting, spec: FieldSpec) -> forms.Field:
    people = [(str(account.pk), account.display_name) for account in setting.accounts]
    return TextField(widget=SearchSelect(choices=[("", _("Please choose")), *people]))


def _category(setting: Setting, spec: FieldSpec) -> forms.Field:
    choices = category_choices(setting.procedure.realm, setting.language)
    if setting.suggested:
        names = [(str(pk), category_name(pk, setting.language)) for pk in setting.suggested]
        choices = [(_("Suggested by the text"), names), *choices]
    return TextField(widget=SearchSelect(choices=[("", _("Please choose")), *choices]))


def _area(setting: Setting, spec: FieldSpec) -> forms.Field:
    choices = area_choices(setting.case.area_id, setting.language)
    return TextField(widget=SearchSelect(choices=[("", _("Please choose")), *choices]))


def _case(setting: Setting, spec: FieldSpec) -> forms.Field:
    code = forms.TextInput(
        {"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false", "data-compare": ""}
    )
    return TextField(widget=code, help_text=_("Code of the other case, such as HL261123-7K3Q9F"))


def _integer(setting: Setting, spec: FieldSpec) -> forms.Field:
    limits = {name: value for name, value in (("min", spec.min), ("max", spec.max)) if value is not None}
    return TextField(widget=forms.NumberInput({"inputmode": "numeric", **limits}))


def _date(setting: Setting, spec: FieldSpec) -> forms.Field:
    return TextField(widget=DayInput())


def _flag(setting: Setting, spec: FieldSpec) -> forms.Field:
    return TextField(widget=CardRadio(choices=[("true", _("yes")), ("false", _("no"))]))


def _files(setting: Setting, spec: FieldSpec) -> forms.Field:
    return AnyField(widget=FilesInput({"multiple": True}))


_BUILDERS: dict[str, Callable[[Setting, FieldSpec], forms.Field]] = {
    "text": _text,
    "choice": _choice,
    "unit": _unit,
    "units": _units,
    "account": _account,
    "category": _category,
    "area": _area,
    "case": _case,
    "integer": _integer,
    "date": _date,
    "flag": _flag,
    "files": _files,
}
