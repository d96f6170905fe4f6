"""Tags of our templates: a field with its label and faults, a deadline, marks, instants."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from minsheng.surface.web.cases.rows import Mark
from minsheng.surface.web.due import Due
from minsheng.surface.web.forms.uploads import Uploads, kept_name, sealed
from minsheng.surface.web.times import day_words, instant_words
from minsheng.surface.web.words import language_now, levels, node_name

register = template.Library()


@register.inclusion_tag("web/forms/field.html")
def field(bound: BoundField, uploads: Uploads | None = None) -> dict[str, Any]:
    """One input with its label, hint, faults, and the files kept from before."""
    kept = [(file, sealed(file)) for file in uploads.files] if uploads else []
    return {
        "field": bound,
        "kind": getattr(bound.field.widget, "input_type", ""),
        "optional": getattr(bound.field, "optional", False),
        "kept": kept,
        "kept_name": kept_name(bound.name),
    }


@register.inclusion_tag("web/components/faults.html")
def faults(form: Any) -> dict[str, Any]:
    """The list of what is wrong, above a form that was sent back."""
    colon = ": " if language_now().startswith("en") else "："
    return {"faults": form.faults() if form.is_bound else [], "colon": colon}


@register.inclusion_tag("web/components/due.html")
def due(value: Due | None, *, provisional: bool = False) -> dict[str, Any]:
    """A deadline: how much is left, and the day."""
    return {"due": value, "provisional": provisional}


@register.inclusion_tag("web/components/marks.html")
def marks(values: list[Mark]) -> dict[str, Any]:
    """Marks on a case."""
    return {"marks": values}


@register.filter
def instant(value: datetime | None) -> SafeString | str:
    """An instant for people, with the machine's form beside it."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), instant_words(value))


@register.filter
def day(value: date | None) -> SafeString | str:
    """A day for people, with the machine's form beside it."""
    if value is None:
        return ""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), day_words(value))


@register.filter
def named(node: Any) -> str:
    """The name of an area, a unit or a role in the reader's language."""
    return node_name(node, language_now())


@register.filter
def named_or_dash(node: Any) -> str:
    """The name, or a dash where there is nothing."""
    return named(node) if node is not None else "—"


@register.filter
def listed(names: list[str]) -> str:
    """Names in a row, as the reader's language writes them."""
    return (", " if language_now().startswith("en") else "、").join(names)


@register.filter
def secrecy(level: int) -> str:
    """A level of confidentiality in words."""
    return dict(levels()).get(str(level), str(level))


@register.filter
def audience(key: str) -> str:
    """To whom a message goes."""
    words = {
        "reporter": _("to the reporter"),
        "handler": _("to the handler"),
        "lead": _("to the lead unit"),
        "co": _("to the co-responsible units"),
        "dispatcher": _("to the dispatchers"),
        "district": _("to the heads of the centre"),
        "party": _("to each party"),
    }
    return words.get(key, key)


@register.filter
def drawn(svg: str) -> SafeString:
    """An SVG that our own code has drawn, with every text in it escaped."""
    return mark_safe(svg)  # noqa: S308 -- made by `maps` and `procedures.drawing`, which escape what they write


@register.filter
def uploads_of(page: Any, name: str) -> Uploads | None:
    """The files kept for an input of an act's form."""
    found: Uploads | None = page.uploads.get(name)
    return found


@register.filter
def count_words(count: int, exact: bool) -> str:
    """A count, with a plus where counting stopped."""
    number = formats.number_format(count, use_l10n=True, force_grouping=True)
    return number if exact else f"{number}+"
