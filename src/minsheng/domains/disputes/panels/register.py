"""Whom an act may name as mediators of a case: the register ``disputes.mediator``, for fields of type accounts."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from minsheng.domains.disputes.models import Mediator
from minsheng.domains.disputes.panels.queries import load_of, serving
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.models import Account
from minsheng.kernel.access.units import unit_registry
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.registers import parties_of_case
from minsheng.surface.web.words import unit_name


class MediatorRegister:
    """Mediators of today. Parties may name those who are open to choice; staff may name any.

    Who must recuse on the case is not offered. They stay ``known``, so that the guard of the act refuses them with the
    article and not as somebody who does not exist.
    """

    def known(self, ids: list[int], by: Actor, case: Case | None) -> set[int]:
        """Those of ``ids`` that mediate today and that ``by`` may name. Imports may name whoever mediated then."""
        if by.is_system:
            return set(Account.objects.filter(pk__in=ids).values_list("pk", flat=True))
        rows = Mediator.objects.filter(serving(timezone.localdate()), account_id__in=ids)
        if _is_party(by):
            rows = rows.filter(open_to_choice=True)
        return set(rows.values_list("account_id", flat=True))

    def choices(self, by: Actor, case: Case | None, language: str) -> list[tuple[int, str]]:
        """Mediators of the lead unit first, then the others, the least burdened first; each with unit and load."""
        rows = Mediator.objects.filter(serving(timezone.localdate())).select_related("account")
        if _is_party(by):
            rows = rows.filter(open_to_choice=True)
        lead = case.lead_unit_id if case is not None else None
        closed = _closed_to(case)
        found: dict[int, Mediator] = {}
        for row in sorted(rows, key=lambda row: (row.unit_id != lead, row.pk)):
            if row.account_id not in closed and row.account.party_id not in _parties(case):
                found.setdefault(row.account_id, row)
        load = load_of(found)
        ranked = sorted(found.values(), key=lambda row: (row.unit_id != lead, load[row.account_id], row.pk))
        with override(language):
            return [(row.account_id, _line(row, load[row.account_id], language)) for row in ranked]

    def names(self, ids: Iterable[int], language: str) -> dict[int, str]:
        """Names at work."""
        return dict(Account.objects.filter(pk__in=list(ids)).values_list("pk", "display_name"))


def _is_party(by: Actor) -> bool:
    return not by.is_system and not by.grants


def _closed_to(case: Case | None) -> set[int]:
    return {int(pk) for pk in (case.facts.get("recused") or ())} if case is not None else set()


def _parties(case: Case | None) -> set[int]:
    return parties_of_case(case) if case is not None else set()


def _line(row: Mediator, load: int, language: str) -> str:
    """``王芳 · 康吉社区人民调解委员会 · 在办 3 件``: name, unit, open cases."""
    unit = unit_name(row.unit_id, language) if row.unit_id in unit_registry().by_id else ""
    burden = _("%(count)s open") % {"count": load}
    return " · ".join(part for part in (row.account.display_name, unit, burden) if part)


MEDIATORS = MediatorRegister()
