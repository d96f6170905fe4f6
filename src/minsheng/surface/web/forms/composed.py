"""Inputs made of several boxes: the particulars of a person, and lines of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MORE_LINES = 3
"""Empty lines below those that are filled in; lines left empty are left out."""


class PersonInput(forms.Widget):
    """A person or organisation: name, telephone, number, address. Gives what was filled in, or None."""

    template_name = "web/forms/person.html"
    use_fieldset = True
    parts = (
        ("name", _("Full name"), {"autocomplete": "off"}),
        ("phone", _("Telephone"), {"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
        ("identity", _("Identity number or credit code"), {"autocomplete": "off"}),
        ("address", _("Address"), {"autocomplete": "off"}),
    )

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str] | None:
        """The particulars as typed; None when nothing was."""
        found = {key: data.get(f"{name}.{key}", "") for key, _label, _attrs in self.parts}
        given = {key: value for key, value in found.items() if value.strip()}
        kind = data.get(f"{name}.kind", "person")
        return {"kind": kind, **given} if given else None

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The boxes with what was typed."""
        known = value if isinstance(value, Mapping) else {}
        context = super().get_context(name, None, attrs)
        context["parts"] = [(f"{name}.{key}", label, known.get(key, ""), more) for key, label, more in self.parts]
        context["kinds"] = [("person", _("person")), ("organisation", _("organisation"))]
        context["kind"] = known.get("kind", "person")
        return context


@dataclass(frozen=True, slots=True)
class LineColumn:
    """One column of the lines: its key, what it is called, and the box for a value."""

    key: str
    label: str
    widget: forms.Widget


class LinesInput(forms.Widget):
    """Lines of a table, each with the same columns. Gives a list of mappings of what was filled in."""

    template_name = "web/forms/lines.html"
    use_fieldset = True

    def __init__(self, columns: Sequence[LineColumn], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.columns = list(columns)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, str]]:
        """The lines in which something was filled in."""
        columns = {column.key: data.getlist(f"{name}.{column.key}") for column in self.columns}
        count = max((len(values) for values in columns.values()), default=0)
        lines = [{key: values[at] for key, values in columns.items() if at < len(values)} for at in range(count)]
        return [line for line in lines if any(value.strip() for value in line.values())]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The lines as typed, and some empty ones below."""
        given = value if isinstance(value, list) else []
        context = super().get_context(name, None, attrs)
        context["columns"] = self.columns
        context["lines"] = [
            [self._cell(name, column, line.get(column.key, ""), number) for column in self.columns]
            for number, line in enumerate([*given, *({} for _empty in range(MORE_LINES))], start=1)
        ]
        return context

    def _cell(self, name: str, column: LineColumn, value: Any, number: int) -> tuple[str, str]:
        attrs = {"id": f"id_{name}_{number}_{column.key}", "aria-label": f"{column.label} {number}"}
        return column.label, column.widget.render(f"{name}.{column.key}", value, attrs)
