"""The boxes of an act's form: one for each type of input that a procedure may declare."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django import forms
from django.utils.translation import gettext as _

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.models import Account
from minsheng.kernel.cases.entries import entry_register
from minsheng.kernel.cases.models import Case
from minsheng.kernel.procedures.schema import Act, FieldSpec, Procedure
from minsheng.kernel.routing.rules import Routed
from minsheng.surface.web.cases.choices import category_choices, unit_choices
from minsheng.surface.web.cases.people import party_choices
from minsheng.surface.web.cases.suggestion import RULE
from minsheng.surface.web.cases.timeline import LEVEL
from minsheng.surface.web.forms.composed import LineColumn, LinesInput, PersonInput
from minsheng.surface.web.forms.widgets import (
    AnyField,
    CardRadio,
    CheckList,
    DayInput,
    FilesInput,
    InstantInput,
    SearchSelect,
    TextField,
)
from minsheng.surface.web.places.choices import area_choices
from minsheng.surface.web.words import category_name, levels

_FEW = 6
_SHORT = 200


@dataclass(frozen=True, slots=True)
class Setting:
    """Everything that the form of an act is made from. Without a ``case``: one that is being filed."""

    actor: Actor
    case: Case | None
    procedure: Procedure
    key: str
    act: Act
    language: str
    routed: Routed | None = None
    accounts: list[Account] = field(default_factory=list)
    suggested: list[int] = field(default_factory=list)

    @property
    def the_case(self) -> Case:
        """The case, where there must be one: an act is done to a case."""
        if self.case is None:
            raise ValueError("the case is only being filed")
        return self.case

    def shown(self) -> dict[str, FieldSpec]:
        """Fields that people fill in."""
        return {name: self.procedure.fields[name] for name in self.act.fields if name != RULE}

    def needs(self, kind: str) -> bool:
        """Whether some field is of this type."""
        return any(spec.type == kind for spec in self.shown().values())


def built_for(setting: Setting, name: str, spec: FieldSpec) -> forms.Field:
    """The input for one field of an act, with its name in the language of the page."""
    built = _level() if name == LEVEL else _BUILDERS[spec.type](setting, spec)
    built.label = spec(setting.language)
    built.optional = setting.act.fields[name] == "optional"  # type: ignore[attr-defined]  # read by the template
    return built


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
    taken = str(setting.case.lead_unit_id) if setting.case is not None else ""
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
    choices = area_choices(setting.case.area_id if setting.case is not None else None, setting.language)
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


def _instant(setting: Setting, spec: FieldSpec) -> forms.Field:
    return TextField(widget=InstantInput())


def _money(setting: Setting, spec: FieldSpec) -> forms.Field:
    return TextField(widget=forms.TextInput({"inputmode": "decimal", "class": "short"}))


def _person(setting: Setting, spec: FieldSpec) -> forms.Field:
    return AnyField(widget=PersonInput())


def _parties(setting: Setting, spec: FieldSpec) -> list[tuple[str, str]]:
    if setting.case is None:
        return []
    return party_choices(setting.case, setting.procedure, spec.of, setting.language)


def _party(setting: Setting, spec: FieldSpec) -> forms.Field:
    choices = _parties(setting, spec)
    if len(choices) <= _FEW:
        return TextField(widget=CardRadio(choices=choices))
    return TextField(widget=forms.Select(choices=[("", _("Please choose")), *choices]))


def _several_parties(setting: Setting, spec: FieldSpec) -> forms.Field:
    return AnyField(widget=CheckList(choices=_parties(setting, spec)))


def _entries(setting: Setting, spec: FieldSpec) -> list[tuple[str, str]]:
    if spec.of is None:
        return [(str(account.pk), account.display_name) for account in setting.accounts]
    found = entry_register(spec.of).choices(setting.actor, setting.case, setting.language)
    return [(str(pk), name) for pk, name in found]


def _entry(setting: Setting, spec: FieldSpec) -> forms.Field:
    return TextField(widget=SearchSelect(choices=[("", _("Please choose")), *_entries(setting, spec)]))


def _several_entries(setting: Setting, spec: FieldSpec) -> forms.Field:
    return AnyField(widget=CheckList(choices=_entries(setting, spec)))


def _rows(setting: Setting, spec: FieldSpec) -> forms.Field:
    columns = [_column(setting, key, column) for key, column in (spec.columns or {}).items()]
    return AnyField(widget=LinesInput(columns))


def _column(setting: Setting, key: str, spec: FieldSpec) -> LineColumn:
    """A box narrow enough for a line of a table."""
    nothing = [("", "")]
    if spec.type == "choice":
        choices = [(name, text(setting.language)) for name, text in (spec.choices or {}).items()]
        widget: forms.Widget = forms.Select(choices=[*nothing, *choices])
    elif spec.type == "party":
        widget = forms.Select(choices=[*nothing, *_parties(setting, spec)])
    elif spec.type == "flag":
        widget = forms.Select(choices=[*nothing, ("true", _("yes")), ("false", _("no"))])
    else:
        widget = _BUILDERS[spec.type](setting, spec).widget
    return LineColumn(key, spec(setting.language), widget)


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
    "accounts": _several_entries,
    "instant": _instant,
    "money": _money,
    "person": _person,
    "party": _party,
    "parties": _several_parties,
    "entry": _entry,
    "entries": _several_entries,
    "rows": _rows,
}
