"""The pages of the administration, each with the permission that opens it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minsheng.kernel.access.actors import Actor


@dataclass(frozen=True, slots=True)
class Entry:
    """One page of the menu."""

    url: str
    name: Promise
    hint: Promise
    permission: str


ENTRIES = (
    Entry(
        "web:admin_areas",
        _("Areas"),
        _("District, sub-districts, communities, grids and their outlines"),
        "areas.manage",
    ),
    Entry("web:admin_units", _("Units and posts"), _("Who works where, in which role, since when"), "units.manage"),
    Entry("web:admin_accounts", _("Accounts"), _("Who may sign in"), "accounts.manage"),
    Entry("web:admin_roles", _("Roles"), _("Which permissions a role bundles"), "roles.manage"),
    Entry("web:admin_categories", _("Categories"), _("The tree of matters"), "routing.manage"),
    Entry("web:admin_rules", _("Routing rules"), _("Which unit a matter goes to, with a dry run"), "routing.manage"),
    Entry("web:admin_calendars", _("Calendars"), _("Holidays and make-up days by year"), "calendars.manage"),
    Entry("web:admin_versions", _("Procedures"), _("Released versions, checks, release"), "procedures.manage"),
    Entry("web:admin_templates", _("Message templates"), _("What goes out, to whom"), "templates.manage"),
    Entry("web:admin_tokens", _("API tokens"), _("Keys for other systems"), "tokens.manage"),
    Entry("web:admin_audit", _("Audit log"), _("Who did what; proof that nothing was changed"), "audit.read"),
)


_added: dict[str, Entry] = {}


def register_admin_entries(*added: Entry) -> None:
    """Add a module's pages at start-up; their addresses lie below ``/admin-desk/``. Different twins are an error."""
    for entry in added:
        if _added.setdefault(entry.url, entry) != entry:
            raise ValueError(f"administration page registered twice: {entry.url}")


def entries() -> list[Entry]:
    """All pages: our own, then those of modules."""
    return [*ENTRIES, *_added.values()]


def menu_for(actor: Actor) -> list[Entry]:
    """Pages that the actor may open."""
    return [entry for entry in entries() if actor.holds(entry.permission)]
