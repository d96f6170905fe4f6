"""Registers in words: names of areas, units, categories and procedures in the reader's language."""

from __future__ import annotations

from typing import Protocol

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from minsheng.kernel.access.units import unit_registry
from minsheng.kernel.areas.registry import registry as area_registry
from minsheng.kernel.procedures.schema import Law, Procedure
from minsheng.kernel.routing.registry import routing_registry
from minsheng.surface.wording.passages import passage_words


class Named(Protocol):
    """Anything with a name in both languages."""

    @property
    def name(self) -> str:
        """The Chinese name."""

    @property
    def name_en(self) -> str:
        """The English name, or an empty text."""


def language_now() -> str:
    """The language of the page that is being made."""
    return get_language() or "zh-hans"


def node_name(node: Named, language: str) -> str:
    """The English name for English readers where there is one, else the Chinese one."""
    return node.name_en if language.startswith("en") and node.name_en else node.name


def unit_name(unit_id: int | None, language: str) -> str:
    """A unit by its id; empty for none or an unknown one."""
    entry = unit_registry().by_id.get(unit_id or 0)
    return node_name(entry, language) if entry else ""


def category_name(category_id: int | None, language: str) -> str:
    """A category with those above it, from the first level down."""
    entries = routing_registry().categories
    entry = entries.get(category_id or 0)
    return " / ".join(node_name(entries[pk], language) for pk in entry.line) if entry else ""


def category_leaf(category_id: int | None, language: str) -> str:
    """The last name of a category alone, for narrow places."""
    entry = routing_registry().categories.get(category_id or 0)
    return node_name(entry, language) if entry else ""


def place_name(area_id: int | None, language: str) -> str:
    """An area with those above it below the district: 新建南路街道 · 红卫里社区. The district itself stands alone."""
    if not area_id:
        return ""
    known = area_registry()
    try:
        path = known.ancestors(area_id)
    except LookupError:
        return ""
    names = [node_name(known.node(pk), language) for pk in path[1:] or path]
    # A grid that is named after its community says both.
    said = [name for name, inner in zip(names, [*names[1:], ""], strict=True) if not inner.startswith(name)]
    return " · ".join(said)


def levels() -> list[tuple[str, str]]:
    """The four levels of confidentiality in words."""
    return [("0", _("open to all in charge")), ("1", _("confidential")), ("2", _("secret")), ("3", _("most secret"))]


def law_of(procedure: Procedure, cited: str) -> tuple[Law | None, str]:
    """The source that an act or clock cites (``gbh66 派单``), and the passage within it."""
    key, _, passage = cited.partition(" ")
    return procedure.law.get(key), passage


def law_text(procedure: Procedure, cited: str, language: str) -> str:
    """A citation in words: title of the source, then the passage."""
    law, passage = law_of(procedure, cited)
    if law is None:
        return cited
    title = law.title_en if language.startswith("en") else law.title
    return f"{title} {passage_words(passage, language)}".strip()
