"""The form of a report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minsheng.base.errors import Refusal
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.cases.places import ADDRESS_LIMIT, Place
from minsheng.kernel.cases.reports import BODY_LIMIT, TITLE_LIMIT, Report
from minsheng.kernel.procedures.schema import Procedure
from minsheng.surface.web.cases.act_fields import Setting, built_for
from minsheng.surface.web.cases.choices import category_choices
from minsheng.surface.web.forms.base import WebForm
from minsheng.surface.web.forms.widgets import AnyField, CardRadio, FilesInput, SearchSelect, TextField
from minsheng.surface.web.places.choices import community_choices
from minsheng.surface.web.words import language_now, levels

ALIASES = {"place": "area", "crs": "area", "lon": "area", "lat": "area", "party_id": "name"}
"""Where a service's field stands in the form under another name."""


class ReportForm(WebForm):
    """What, where, and who. ``client_key`` makes a double click one report."""

    client_key = forms.CharField(widget=forms.HiddenInput, required=False)
    kind = TextField(
        label=gettext_lazy("What do you have for us?"),
        widget=CardRadio,
        required=True,
        error_messages={"required": gettext_lazy("Please choose one.")},
    )
    category = TextField(label=gettext_lazy("Category"))
    body = TextField(
        label=gettext_lazy("What happened?"),
        help_text=gettext_lazy(
            "Say what is wrong, since when, and what you would like to be done. Please no identity numbers."
        ),
        widget=forms.Textarea({"rows": 7, "maxlength": BODY_LIMIT}),
    )
    title = TextField(
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("One line. If you leave it empty, the beginning of your text is taken."),
        widget=forms.TextInput({"maxlength": TITLE_LIMIT}),
    )
    area = TextField(label=gettext_lazy("Community or village"), widget=SearchSelect)
    address = TextField(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("Street, compound, building, or what stands nearby."),
        widget=forms.TextInput({"maxlength": ADDRESS_LIMIT, "autocomplete": "street-address"}),
    )
    lon = TextField(widget=forms.HiddenInput)
    lat = TextField(widget=forms.HiddenInput)
    files = AnyField(  # type: ignore[assignment]  # a field, which the metaclass takes away; uploads stand there later
        label=gettext_lazy("Photos and files"),
        help_text=gettext_lazy("Up to nine. The place and time stored inside a photo are removed."),
        widget=FilesInput({"multiple": True}),
    )
    name = TextField(
        label=gettext_lazy("Full name"),
        help_text=gettext_lazy("Needed when you give a telephone number."),
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    phone = TextField(
        label=gettext_lazy("Telephone"),
        help_text=gettext_lazy(
            "With it you can follow the matter, and the unit can call you. Only people with the duty see it."
        ),
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    secret = forms.BooleanField(
        label=gettext_lazy("Keep my report confidential: only specially authorised people may open it"), required=False
    )

    optional_names = ("title", "category", "area", "address", "files", "name", "phone")

    def __init__(
        self,
        procedure: Procedure,
        data: Any = None,
        files: Any = None,
        *,
        by: Actor,
        asks_kind: bool = True,
        given: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, files, initial={"client_key": uuid4().hex})
        self.procedure = self.spec = procedure
        self.given = dict(given or {})
        self._ask(by)
        language = language_now()
        self._choose("kind", [(key, text(language)) for key, text in procedure.kinds.items()])
        self._choose("area", [("", _("Please choose")), *community_choices(language)])
        if not asks_kind:
            del self.fields["kind"]
        for name in self.optional_names:
            self.fields[name].optional = True  # type: ignore[attr-defined]  # read by the template

    def _ask(self, by: Actor) -> None:
        """Add what the procedure asks of whoever files, but for what the intake itself says (``given``)."""
        key = self.spec.opening
        setting = Setting(by, None, self.spec, key, self.spec.act[key], language_now())
        asked = {name: spec for name, spec in setting.shown().items() if name not in self.given}
        taken = [name for name in asked if name in self.fields]
        if taken:
            raise ValueError(f"{self.spec.key} asks for {taken}, which every report has")
        for name, spec in asked.items():
            self.fields[name] = built_for(setting, name, spec)
        self.asked_names = tuple(sorted(asked, key=lambda name: asked[name].type != "person"))  # who comes before what

    def asked(self) -> list[forms.BoundField]:
        """The inputs that this procedure adds."""
        return [self[name] for name in self.asked_names]

    def inputs(self) -> dict[str, Any]:
        """What was filled in of them, with what the intake says."""
        found = {name: self.cleaned_data.get(name) for name in self.asked_names}
        return {**{name: value for name, value in found.items() if value not in (None, "", [])}, **self.given}

    def suggest_from(self, address: str) -> None:
        """Let the page ask ``address`` which categories the text suggests, once somebody has written it."""
        self.fields["body"].widget.attrs |= {
            "hx-post": address,
            "hx-trigger": "change",
            "hx-target": "#category-list",
            "hx-params": "body,category,csrfmiddlewaretoken",
        }

    def _choose(self, name: str, choices: list[Any]) -> None:
        self.fields[name].widget.choices = choices

    def report(self, file_ids: list[int], *, party_id: int | None = None) -> Report:
        """The report as typed. Raises Refusal ``place.point`` when the point is no pair of numbers."""
        given = self.cleaned_data
        return Report(
            title=given["title"],
            body=given["body"],
            category=given["category"] or None,
            kind=given.get("kind", ""),
            confidentiality=int(bool(given["secret"])),
            place=self._place(),
            name="" if party_id else given["name"],
            phone="" if party_id else given["phone"],
            party_id=party_id,
            files=tuple(file_ids),
            inputs=self.inputs(),
        )

    def _place(self) -> Place:
        given = self.cleaned_data
        lon, lat = given["lon"].strip(), given["lat"].strip()
        if not lon and not lat:
            return Place(area=given["area"] or None, address=given["address"])
        try:
            return Place(lon=float(lon), lat=float(lat), area=given["area"] or None, address=given["address"])
        except ValueError:
            raise Refusal("place.point", "place") from None

    def start_anew(self) -> None:
        """Give the form a new key: the next sending is another report."""
        self.retype("client_key", uuid4().hex)


CHANNELS = {
    "phone": gettext_lazy("by telephone"),
    "counter": gettext_lazy("in person"),
    "letter": gettext_lazy("by letter"),
    "patrol": gettext_lazy("found on the round"),
}


class CallerForm(ReportForm):
    """The form with which a clerk files for somebody who called, came or wrote."""

    channel = forms.ChoiceField(label=gettext_lazy("How it came in"), widget=CardRadio)
    urgent = forms.BooleanField(
        label=gettext_lazy("Urgent: danger to life, or water, power, gas or heating is off"), required=False
    )
    confidentiality = TextField(label=gettext_lazy("Confidentiality"), widget=forms.Select, initial="0")

    def __init__(
        self, procedure: Procedure, channels: tuple[str, ...], data: Any = None, files: Any = None, *, by: Actor
    ) -> None:
        super().__init__(procedure, data, files, by=by)
        del self.fields["secret"]
        self.fields["channel"].choices = [(key, CHANNELS[key]) for key in channels]  # type: ignore[attr-defined]
        self.fields["channel"].initial = channels[0]
        self.fields["kind"].label = _("Kind")
        self.fields["body"].help_text = _("What is wrong, since when, and what the person wishes. No identity numbers.")
        self.fields["name"].help_text = _("Needed when there is a telephone number.")
        self.fields["phone"].help_text = _("The matter is followed with it, and the unit calls it.")
        choices = category_choices(procedure.realm, language_now())
        self.fields["category"].widget = SearchSelect(choices=[("", _("Please choose")), *choices])
        self._choose("confidentiality", levels())

    def report(self, file_ids: list[int], *, party_id: int | None = None) -> Report:
        """The report as the clerk took it down."""
        given = self.cleaned_data
        return Report(
            title=given["title"],
            body=given["body"],
            category=given["category"] or None,
            kind=given.get("kind", ""),
            urgent=given["urgent"],
            confidentiality=_level(given["confidentiality"]),
            place=self._place(),
            name=given["name"],
            phone=given["phone"],
            files=tuple(file_ids),
            inputs=self.inputs(),
        )


def _level(text: str) -> int:
    """The level that was chosen. What is none becomes one that every service refuses: never silently an open case."""
    known = {key: int(key) for key, _words in levels()}
    return known.get(text or "0", -1)
