"""What all our forms do: keep what was typed, put a refusal beside its field, and lead the eye to the first fault."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from minsheng.base.errors import Refusal, Refusals
from minsheng.kernel.procedures.schema import Procedure
from minsheng.surface.web.words import language_now
from minsheng.surface.wording import say

EMPTY = "text.empty"


class WebForm(forms.Form):
    """A form whose faults may come from Django (shape) or from a service (Refusal)."""

    use_required_attribute = False  # the server's own words are shown instead of the browser's bubbles
    procedure: Procedure | None = None  # its names of inputs and sources stand in the sentences

    def refuse(self, error: Refusal | Refusals, aliases: Mapping[str, str] | None = None) -> None:
        """Put what a service refused beside the fields; what belongs to none stands above the form.

        ``aliases`` maps a service's field names to this form's.
        """
        names = aliases or {}
        self.is_valid()
        for refusal in [error] if isinstance(error, Refusal) else error.refusals:
            wanted = names.get(refusal.field or "", refusal.field or "")
            wanted = wanted if wanted in self.fields else wanted.partition(".")[0]  # a part of a composed input
            self.add_error(wanted if wanted in self.fields else None, self.words(refusal))
        self.focus()

    def retype(self, name: str, value: str) -> None:
        """Put another value into a field of a form that was sent, as if it had been typed."""
        sent: Any = self.data
        changed = sent.copy()
        changed[name] = value
        self.data = changed

    def words(self, refusal: Refusal) -> str:
        """A refusal in the words of this form's procedure. What is empty needs no name: its label stands above it."""
        if refusal.code == EMPTY:
            return _("Please fill this in.")
        return say(refusal, language_now(), self.procedure)

    def focus(self) -> None:
        """Let the browser put the cursor into the first field at fault."""
        first = next((name for name in self.fields if name in self.errors), None)
        for bound in self.fields.values():
            bound.widget.attrs.pop("autofocus", None)
        if first is not None:
            self.fields[first].widget.attrs["autofocus"] = True

    def is_shaped(self) -> bool:
        """``is_valid``, with the cursor on the first fault when it is not."""
        valid = self.is_valid()
        if not valid:
            self.focus()
        return valid

    def faults(self) -> list[dict[str, Any]]:
        """All faults in the order of the fields, for the summary above the form."""
        above = [{"text": text, "anchor": "", "label": ""} for text in self.non_field_errors()]
        return above + [
            {
                "text": text,
                "anchor": self[name].id_for_label or self[name].auto_id,
                "label": str(self[name].label).rstrip("?？"),
            }
            for name in self.fields
            for text in self.errors.get(name, ())
        ]


def _plain(label: Any) -> str:
    """A label that asks, without its question mark: a colon follows."""
    return str(label).rstrip("?？")


def at_field(refusal: Refusal, field: str) -> Refusal:
    """The same refusal, said of another field."""
    return Refusal(refusal.code, field, status=refusal.status, **refusal.params)
