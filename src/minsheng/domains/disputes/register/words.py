"""The register's values in words. Both languages; the sheets that go to other offices are Chinese."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minsheng.kernel.procedures.schema import Procedure

RESULTS: dict[str, Promise] = {
    "": _("in mediation"),
    "agreed": _("agreement"),
    "failed": _("no agreement"),
    "terminated": _("ended by a party"),
    "not_accepted": _("not accepted"),
    "retracted": _("withdrawn before acceptance"),
}
PERFORMANCES: dict[str, Promise] = {
    "waiting": _("not yet due or unknown"),
    "performed": _("performed"),
    "partly": _("partly performed"),
    "breached": _("in breach"),
}


def choice_words(procedure: Procedure, name: str, value: object, language: str) -> str:
    """A choice of an input in words; what is none stands as it is."""
    spec = procedure.fields.get(name)
    found = (spec.choices or {}).get(str(value)) if spec is not None else None
    return found(language) if found is not None else str(value or "")


def kind_words(procedure: Procedure, kind: str, language: str) -> str:
    """A type of dispute in words."""
    text = procedure.kinds.get(kind)
    return text(language) if text is not None else kind
