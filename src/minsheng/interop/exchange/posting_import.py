"""A table of posted cadres into the register, through its services, row by row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from minsheng.base.errors import Refusal, Refusals
from minsheng.domains.disputes.models import CompoundBranch, Posting
from minsheng.domains.disputes.postings.branches import register_branch
from minsheng.domains.disputes.postings.services import end_posting, post_cadre
from minsheng.interop.exchange.posting_rows import AREA, CADRE, FIRST, LAST, UNIT, BadLine, PostingLine
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.rules import require
from minsheng.kernel.access.units import unit_registry
from minsheng.kernel.areas.registry import registry
from minsheng.kernel.audit.services import record

_COLUMNS = {"area": AREA, "unit": UNIT, "cadre": CADRE, "valid_from": FIRST, "valid_to": LAST}
"""Which column is meant by an input of the services."""


@dataclass(slots=True)
class Imported:
    """What came of a table: postings made, branches registered for them, rows that were known, rows refused."""

    posted: int = 0
    branches: int = 0
    known: int = 0
    ended: int = 0
    refused: list[BadLine] = field(default_factory=list)


@transaction.atomic
def import_postings(*, by: Actor, lines: Iterable[PostingLine | BadLine], digest: str = "") -> Imported:
    """Put each row into the register; a refused row stops no other. Rerunning adds nothing but ends that have come.

    A branch that is not known is registered from the day of its first posting on, due as the row says. ``digest`` names
    the file in the audit line. Needs ``imports.run`` and ``disputes.postings``; raises Refusal ``access.denied``.
    """
    require(by, "imports.run")
    require(by, "disputes.postings")
    done = Imported()
    for line in lines:
        if isinstance(line, BadLine):
            done.refused.append(line)
            continue
        try:
            with transaction.atomic():
                one = _landed(by, line)
        except (Refusal, Refusals) as error:
            refusals = error.refusals if isinstance(error, Refusals) else [error]
            done.refused.append(BadLine(line.row, tuple(_at_column(refusal) for refusal in refusals)))
            continue
        for name in one:
            setattr(done, name, getattr(done, name) + 1)
    counts = {"posted": done.posted, "branches": done.branches, "known": done.known, "refused": len(done.refused)}
    record(
        "disputes.postings_imported", by=by, subject="file", subject_id=digest[:16], data={**counts, "digest": digest}
    )
    return done


def _landed(by: Actor, line: PostingLine) -> list[str]:
    """Put one row in; says which counters it raises."""
    counted: list[str] = []
    branch = _branch(by, line, counted)
    unit_id = _unit(line.unit)
    person = {"unit_id": unit_id, "cadre": line.cadre, "staff_number": line.staff_number}
    posting = Posting.objects.filter(branch=branch, valid_from=line.first, **person).first()
    if posting is None:
        posting = post_cadre(
            by=by,
            branch_id=branch.pk,
            position=line.position,
            full_time=line.full_time,
            valid_from=line.first,
            unit_id=unit_id,
            cadre=line.cadre,
            staff_number=line.staff_number,
        )
        counted.append("posted")
    else:
        counted.append("known")
    if line.last is not None and posting.valid_to is None:
        end_posting(by=by, posting_id=posting.pk, valid_to=line.last, reason=line.reason)
        counted.append("ended")
    return counted


def _branch(by: Actor, line: PostingLine, counted: list[str]) -> CompoundBranch:
    node = registry().by_code(line.area)
    if node is None:
        raise Refusal("area.unknown", "area", id=line.area[:40])
    known = CompoundBranch.objects.filter(name=line.branch, area_id=node.id).first()
    if known is not None:
        return known
    counted.append("branches")
    begin = min(line.first, line.due_from or line.first)
    return register_branch(
        by=by, name=line.branch, compound=line.compound, area_id=node.id, valid_from=begin, due_from=line.due_from
    )


def _unit(text: str) -> int:
    units = unit_registry()
    if text in units.by_code:
        return units.by_code[text].id
    named = [unit.id for unit in units.by_id.values() if unit.name == text]
    if len(named) != 1:
        raise Refusal("unit.unknown", "unit", id=text[:40])
    return named[0]


def _at_column(refusal: Refusal) -> Refusal:
    column = _COLUMNS.get(refusal.field or "", refusal.field)
    return Refusal(refusal.code, column, status=refusal.status, **refusal.params)
