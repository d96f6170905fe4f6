"""Writes of the procedures room: release a version, choose the active one."""

from __future__ import annotations

from django.db import transaction
from pydantic import ValidationError

from minsheng.base.errors import Refusal
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.rules import require
from minsheng.kernel.audit.services import record
from minsheng.kernel.procedures.checker import check_procedure
from minsheng.kernel.procedures.library import procedure_files, procedure_folders
from minsheng.kernel.procedures.models import ActiveProcedure, ProcedureVersion
from minsheng.kernel.procedures.schema import Procedure, content_hash, parse


@transaction.atomic
def release_procedure(*, by: Actor, source: str, activate: bool = True) -> ProcedureVersion:
    """Release a version after the checker has passed it. Releasing the same content again changes nothing.

    Raises Refusal: ``procedure.unreadable``, ``procedure.findings`` (with the first finding and their number),
    ``procedure.version_not_raised`` when a released version would change.
    """
    require(by, "procedures.manage")
    procedure = _parsed(source)
    hashed = content_hash(procedure)
    known = ProcedureVersion.objects.filter(key=procedure.key, version=procedure.version).first()
    if known is not None and known.content_hash != hashed:
        raise Refusal("procedure.version_not_raised", "source", version=str(known), status=409)
    if known is None:
        _refuse_findings(procedure)
        known = ProcedureVersion.objects.create(
            key=procedure.key,
            version=procedure.version,
            content_hash=hashed,
            source=source,
            released_by_id=by.account_id,
        )
        record("procedures.released", by=by, subject="procedure", subject_id=known.pk, data={"hash": hashed})
    if activate:
        activate_version(by=by, version=known)
    return known


def _parsed(source: str) -> Procedure:
    try:
        return parse(source)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise Refusal("procedure.unreadable", "source", place=place, detail=first["msg"]) from error
    except ValueError as error:
        raise Refusal("procedure.unreadable", "source", place="", detail=str(error)) from error


def _refuse_findings(procedure: Procedure) -> None:
    errors = [finding for finding in check_procedure(procedure) if finding.severity == "error"]
    if errors:
        raise Refusal("procedure.findings", "source", count=len(errors), first=str(errors[0]))


@transaction.atomic
def activate_version(*, by: Actor, version: ProcedureVersion) -> None:
    """From now on new cases begin under ``version``; running cases keep theirs."""
    require(by, "procedures.manage")
    active = ActiveProcedure.objects.filter(key=version.key).first()
    if active is not None and active.version_id == version.pk:
        return
    ActiveProcedure.objects.update_or_create(key=version.key, defaults={"version": version})
    record("procedures.activated", by=by, subject="procedure", subject_id=version.pk, data={})


def release_all(*, by: Actor) -> list[ProcedureVersion]:
    """Release every version that the installed modules carry; the newest of each becomes active if none is."""
    released = []
    for folder in procedure_folders():
        for file in procedure_files(folder):
            fresh = not ActiveProcedure.objects.filter(key=file.procedure.key).exists()
            released.append(release_procedure(by=by, source=file.source, activate=fresh or _is_newest(file.procedure)))
    return released


def _is_newest(procedure: Procedure) -> bool:
    year, number = (int(part) for part in procedure.version.split("."))
    versions = ProcedureVersion.objects.filter(key=procedure.key).values_list("version", flat=True)
    return all((year, number) >= tuple(int(part) for part in other.split(".")) for other in versions)
