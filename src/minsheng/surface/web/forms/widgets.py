"""Inputs that Django does not have, or not as we want them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.datastructures import MultiValueDict

from minsheng.kernel.files.kinds import EXTENSIONS


class SearchSelect(forms.Select):
    """A list with a box above it that narrows it while somebody types; a plain list without script."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({"data-search": "", **(attrs or {})}, choices)


class CheckList(forms.CheckboxSelectMultiple):
    """Several of many, each with a box to tick, in a list that scrolls and can be narrowed by typing."""

    template_name = "web/forms/check_list.html"


class CardRadio(forms.RadioSelect):
    """One of a few, each as large as a finger."""

    template_name = "web/forms/card_radio.html"


class FilesInput(forms.FileInput):
    """Any number of files; a phone offers its camera."""

    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None, *, pictures: bool = False) -> None:
        accept = "image/*" if pictures else ",".join(f".{extension}" for extension in EXTENSIONS)
        super().__init__({"accept": accept, "data-files": "", **(attrs or {})})

    def value_from_datadict(self, data: Any, files: MultiValueDict[str, Any], name: str) -> list[Any]:
        """All files that were sent under this name."""
        return files.getlist(name) if hasattr(files, "getlist") else []


class AnyField(forms.Field):
    """Passes on what the widget gives; the service says whether it will do."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, **options})


class TextField(forms.CharField):
    """Free text as it was typed: the service trims it and says what is wrong with it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "strip": False, **options})
        # The service names every forbidden character, NUL among them, in our own words.
        self.validators = [it for it in self.validators if not isinstance(it, ProhibitNullCharactersValidator)]


class InstantInput(forms.DateTimeInput):
    """A date and time of the district, by the browser's own calendar."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"step": 300, **(attrs or {})}, format="%Y-%m-%dT%H:%M")


class DayInput(forms.DateInput):
    """A day, by the browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")
