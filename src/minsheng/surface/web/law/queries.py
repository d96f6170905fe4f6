"""Released procedures. Public: how the administration works is no secret."""

from __future__ import annotations

from dataclasses import dataclass

from minsheng.base.errors import Refusal
from minsheng.kernel.procedures.library import procedure_of
from minsheng.kernel.procedures.models import ActiveProcedure, ProcedureVersion
from minsheng.kernel.procedures.schema import Procedure


@dataclass(frozen=True, slots=True)
class Released:
    """A released version; ``is_active``: new cases begin under it."""

    version: ProcedureVersion
    procedure: Procedure
    is_active: bool


def all_released() -> list[Released]:
    """Every released version, newest first within a procedure. Two queries."""
    active = set(ActiveProcedure.objects.values_list("version_id", flat=True))
    rows = ProcedureVersion.objects.order_by("key", "-id").defer("source")
    return [Released(row, procedure_of(row.pk), row.pk in active) for row in rows]


def released_version(key: str, version: str) -> Released:
    """One version. Raises Refusal ``procedure.unknown`` (404)."""
    row = ProcedureVersion.objects.filter(key=key, version=version).defer("source").first()
    if row is None:
        raise Refusal("procedure.unknown", "procedure", status=404, key=key[:64])
    is_active = ActiveProcedure.objects.filter(version_id=row.pk).exists()
    return Released(row, procedure_of(row.pk), is_active)


def active_procedure(key: str) -> Procedure:
    """The procedure under which new cases begin. Raises Refusal ``procedure.unknown`` (404) when none was released."""
    pk = ActiveProcedure.objects.filter(key=key).values_list("version_id", flat=True).first()
    if pk is None:
        raise Refusal("procedure.unknown", "procedure", status=404, key=key[:64])
    return procedure_of(pk)
