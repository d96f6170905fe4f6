"""Words that only the workbench needs."""

from __future__ import annotations

from django.utils.translation import gettext as _


def link_words(kind: str, *, forward: bool) -> str:
    """What a link says, read from the case that it was made on, or from the other end."""
    words = {
        "same_matter": (_("same matter as"), _("same matter as")),
        "follows": (_("follows"), _("is followed by")),
        "caused_by": (_("caused by"), _("is the cause of")),
        "appeal_of": (_("appeal against"), _("is appealed by")),
        "handed_over_to": (_("handed over to"), _("was handed over from")),
    }
    return words.get(kind, (kind, kind))[0 if forward else 1]
