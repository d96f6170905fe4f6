"""What modules add to the bar of the workbench. The bar knows no module by name."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from minsheng.kernel.access.actors import Actor
from minsheng.surface.web.words import language_now


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One page in the bar. Shown to whoever holds one of ``permissions``; ``url`` is a name without arguments.

    ``below`` is the beginning of all addresses that belong to the page, so that the bar shows where one is.
    """

    url: str
    zh: str
    en: str
    permissions: tuple[str, ...]
    below: str
    order: int = 100


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as the bar shows it."""

    href: str
    text: str
    is_here: bool


_entries: dict[str, MenuEntry] = {}


def register_entries(*entries: MenuEntry) -> None:
    """Add entries at start-up. Two different ones for one page are a programming error."""
    for entry in entries:
        if _entries.setdefault(entry.url, entry) != entry:
            raise ValueError(f"menu entry registered twice: {entry.url}")


def menu_for(actor: Actor, path: str) -> list[Shown]:
    """The entries that the actor may open, in their order."""
    open_to = [entry for entry in _entries.values() if any(actor.holds(name) for name in entry.permissions)]
    english = language_now().startswith("en")
    return [
        Shown(reverse(entry.url), entry.en if english else entry.zh, path.startswith(entry.below))
        for entry in sorted(open_to, key=lambda entry: (entry.order, entry.url))
    ]


_portal: dict[str, MenuEntry] = {}


def register_portal_entries(*entries: MenuEntry) -> None:
    """Add pages for everybody to the portal's bar; their permissions are empty. Different twins are an error."""
    for entry in entries:
        if _portal.setdefault(entry.url, entry) != entry:
            raise ValueError(f"portal entry registered twice: {entry.url}")


def portal_menu(path: str) -> list[Shown]:
    """The entries of the portal's bar, in their order."""
    english = language_now().startswith("en")
    return [
        Shown(reverse(entry.url), entry.en if english else entry.zh, path.startswith(entry.below))
        for entry in sorted(_portal.values(), key=lambda entry: (entry.order, entry.url))
    ]
