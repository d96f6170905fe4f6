"""What the rules are given: everything about some cases, read in a fixed number of statements however many they are."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import F, Q

from minsheng.domains.disputes.warnings import related
from minsheng.domains.disputes.warnings.findings import Look, Missed, Neighbour, Sides, Size, Written
from minsheng.domains.disputes.warnings.parameters import Parameters
from minsheng.kernel.access.permissions import realm
from minsheng.kernel.cases.models import Act, ActText, AssignmentRow, Case, ClockRow, Content
from minsheng.kernel.procedures.library import procedure_of

_METRES_PER_DEGREE = 111_195.0
_FIELDS = ("pk", "seq", "filed_at", "closed_at", "kind", "procedure_id", "reporter_id", "facts", "title", "barred")


def looks(case_ids: Collection[int], by: Parameters, now: datetime) -> list[Look]:
    """A look at each of the cases that is open and counts as a dispute. Needs system eyes; some ten statements."""
    rows = [row for row in counted(case_ids, by) if row.closed_at is None]
    ids = [row.pk for row in rows]
    points = _points(ids)
    sides = {row.pk: sides_of(row) for row in rows}
    chains = related.chains(ids)
    same = _without_chain(related.with_same_parties(sides), chains)
    near = _without_chain(_near(rows, points, by), chains)
    others = _neighbours({pk for found in (*same.values(), *near.values()) for pk in found}, by)
    sizes, texts, missed = _sizes(rows), _texts(rows), _missed(ids, now)
    failures = related.failed(chains, by.failed)
    return [
        Look(
            case_id=row.pk,
            seq=row.seq,
            filed_at=row.filed_at,
            sides=sides[row.pk],
            lon=points.get(row.pk, (None, None))[0],
            lat=points.get(row.pk, (None, None))[1],
            with_same_parties=[others[pk] for pk in same.get(row.pk, ()) if pk in others],
            nearby=[others[pk] for pk in near.get(row.pk, ()) if pk in others],
            sizes=sizes.get(row.pk, ()),
            texts=texts.get(row.pk, ()),
            refusals=int(row.facts.get("refusals") or 0),
            failures=failures.get(row.pk, ()),
            missed=missed.get(row.pk, ()),
        )
        for row in rows
    ]


def counted(case_ids: Collection[int], by: Parameters) -> list[Case]:
    """Those of the cases that count as disputes: never accusations, nor anything that bars somebody."""
    numbers = [realm(key).number for key in by.realms]
    rows = Case.objects.filter(pk__in=list(case_ids), realm__in=numbers, barred=[], merged_into__isnull=True)
    return [row for row in rows.only(*_FIELDS).order_by("pk") if _counts(row, by)]


def _counts(row: Case, by: Parameters) -> bool:
    key = procedure_of(row.procedure_id).key
    return key not in by.never_procedures and row.kind not in by.never_kinds.get(key, ())


def sides_of(row: Case) -> Sides:
    """Who stands on which side: applicants with whoever has reported, and respondents."""
    other = frozenset(map(int, row.facts.get("respondents") or ()))
    one = {*map(int, row.facts.get("applicants") or ())}
    if row.reporter_id is not None:
        one.add(row.reporter_id)
    return Sides(frozenset(one) - other, other)


def _neighbours(ids: Collection[int], by: Parameters) -> dict[int, Neighbour]:
    points = _points(ids)
    found = {}
    for row in counted(ids, by):
        lon, lat = points.get(row.pk, (None, None))
        found[row.pk] = Neighbour(row.pk, row.filed_at, row.closed_at is None, sides_of(row), lon, lat)
    return found


def _points(ids: Collection[int]) -> dict[int, tuple[float, float]]:
    rows = Content.objects.filter(pk__in=list(ids)).values_list("pk", "lon", "lat")
    return {pk: (lon, lat) for pk, lon, lat in rows if lon is not None and lat is not None}


def _near(rows: Sequence[Case], points: dict[int, tuple[float, float]], by: Parameters) -> dict[int, set[int]]:
    boxes = []
    for row in rows:
        if row.pk in points:
            lon, lat = points[row.pk]
            high = by.place_metres / _METRES_PER_DEGREE
            wide = high / max(math.cos(math.radians(lat)), 0.01)
            boxes.append(related.Box(row.pk, lon - wide, lon + wide, lat - high, lat + high, row.filed_at))
    return related.in_boxes(boxes, [realm(key).number for key in by.realms], timedelta(days=by.place_days))


def _without_chain(found: dict[int, set[int]], chains: dict[int, set[int]]) -> dict[int, set[int]]:
    """What is linked to a case is the same matter on its way, and no second one."""
    return {pk: others - chains.get(pk, set()) for pk, others in found.items()}


def _sizes(rows: Sequence[Case]) -> dict[int, list[Size]]:
    """What acts have said of people and money where they keep it for the case (an agreed sum is another thing)."""
    procedures = {row.pk: procedure_of(row.procedure_id) for row in rows}
    acts = Act.objects.filter(case_id__in=list(procedures)).order_by("case_id", "seq")
    acts = acts.filter(Q(data__has_key="people") | Q(data__has_key="amount"))
    found: dict[int, list[Size]] = defaultdict(list)
    for case_id, seq, key, data in acts.values_list("case_id", "seq", "key", "data"):
        spec = procedures[case_id].act.get(key)
        kept = {name: data[name] for name in (spec.keeps if spec else ()) if data.get(name) is not None}
        people, amount = kept.get("people"), kept.get("amount")
        if people is not None or amount is not None:
            exact = Decimal(str(amount)) if amount is not None else None
            found[case_id].append(Size(seq, int(people) if people is not None else None, exact))
    return found


def _texts(rows: Iterable[Case]) -> dict[int, list[Written]]:
    found = {row.pk: [Written(1, "title", row.title)] for row in rows}
    for pk, body in Content.objects.filter(pk__in=list(found), erased_at__isnull=True).values_list("pk", "body"):
        found[pk].append(Written(1, "body", body))
    texts = ActText.objects.filter(case_id__in=list(found), erased_at__isnull=True).order_by("case_id", "seq", "id")
    for case_id, seq, field, text in texts.values_list("case_id", "seq", "field", "text"):
        found[case_id].append(Written(seq, field, text))
    return found


def _missed(ids: Collection[int], now: datetime) -> dict[int, list[Missed]]:
    """Runs of clocks that were late, with the lead unit of the instant at which they were due."""
    late = Q(stopped_at__gt=F("due_at")) | Q(stopped_at__isnull=True, due_at__lt=now)
    runs = ClockRow.objects.filter(late, case_id__in=list(ids), due_at__isnull=False).order_by("case_id", "id")
    rows = list(runs.values_list("case_id", "key", "run", "due_at"))
    if not rows:
        return {}
    parts = AssignmentRow.objects.filter(case_id__in={row[0] for row in rows}, role="lead").order_by("id")
    spans = list(parts.values_list("case_id", "unit_id", "assigned_at", "ended_at"))
    found: dict[int, list[Missed]] = defaultdict(list)
    for case_id, key, run, due_at in rows:
        for part_of, unit_id, begun, ended in spans:
            if due_at is not None and part_of == case_id and begun <= due_at and (ended is None or due_at < ended):
                found[case_id].append(Missed(key, run, unit_id))
                break
    return found
