"""What somebody reports, and the checks that every report passes, whatever surface it comes through."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from minsheng.base.errors import Refusal, Refusals
from minsheng.base.text import clean_text
from minsheng.kernel.cases.places import LONGEST_ID, Place, settle_place
from minsheng.kernel.procedures.schema import Procedure
from minsheng.kernel.routing.registry import routing_registry

TITLE_LIMIT = 120
BODY_LIMIT = 20_000
_TITLE_FROM_BODY = 40
_MAX_CONFIDENTIALITY = 3


@dataclass(frozen=True, slots=True)
class Report:
    """What is reported. ``category`` is an id or a code; the place is a point, an area or an address (see ``places``).

    The reporter is ``party_id`` or particulars; a report without either is anonymous and gets no messages. Without a
    title the beginning of the text serves. ``category_by`` says where a category comes from that neither the reporter
    nor a clerk chose: ``source`` (the system that the report was taken over from) or ``suggestion`` (nobody yet).
    ``inputs`` are those that the procedure's opening act asks for beside all this.
    """

    title: str
    body: str
    category: int | str | None = None
    category_by: str = ""
    kind: str = ""
    urgent: bool = False
    confidentiality: int = 0
    place: Place = field(default_factory=Place)
    name: str = ""
    phone: str = ""
    identity: str = ""
    party_id: int | None = None
    files: tuple[int, ...] = ()
    inputs: Mapping[str, Any] = field(default_factory=dict)

    def digest(self, procedure: str) -> bytes:
        """SHA-256 over all that is reported: two reports with one client key must have the same."""
        said = {name: value for name, value in asdict(self).items() if name != "inputs" or value}
        content = json.dumps([procedure, said], ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(content.encode("utf-8", "surrogatepass")).digest()


@dataclass(slots=True)
class Checked:
    """A report that passed: cleaned texts, ids that exist, CGCS2000 degrees."""

    title: str = ""
    body: str = ""
    category_id: int | None = None
    kind: str = ""
    area_id: int = 0
    address: str = ""
    lon: float | None = None
    lat: float | None = None


def check_report(procedure: Procedure, report: Report, at: datetime) -> Checked:
    """Check every field of a report; raises Refusals with all that is wrong. Writes nothing."""
    checked = Checked()
    refusals = []
    for step in (_texts, _category, _kind, _place):
        try:
            step(checked, procedure, report, at)
        except Refusal as refusal:
            refusals.append(refusal)
    if not 0 <= report.confidentiality <= _MAX_CONFIDENTIALITY:
        limits = {"min": 0, "max": _MAX_CONFIDENTIALITY}
        refusals.append(Refusal("field.range", "confidentiality", value=report.confidentiality, **limits))
    if refusals:
        raise Refusals(refusals)
    return checked


def _texts(checked: Checked, procedure: Procedure, report: Report, at: datetime) -> None:
    checked.body = clean_text(report.body, "body", BODY_LIMIT)
    title = clean_text(report.title, "title", TITLE_LIMIT, required=False)
    checked.title = title or checked.body.split("\n")[0][:_TITLE_FROM_BODY]


def _category(checked: Checked, procedure: Procedure, report: Report, at: datetime) -> None:
    if report.category is None or report.category == "":
        return
    registry = routing_registry()
    text = str(report.category)
    entry = registry.by_code.get(text)
    if entry is None and text.isdecimal() and len(text) <= LONGEST_ID:
        entry = registry.categories.get(int(text))
    if entry is None or not entry.active or entry.realm != procedure.realm:
        raise Refusal("category.unknown", "category", id=text[:40])
    checked.category_id = entry.id


def _kind(checked: Checked, procedure: Procedure, report: Report, at: datetime) -> None:
    checked.kind = report.kind or next(iter(procedure.kinds))
    if checked.kind not in procedure.kinds:
        raise Refusal("kind.unknown", "kind", value=report.kind[:40], choices=", ".join(procedure.kinds))


def _place(checked: Checked, procedure: Procedure, report: Report, at: datetime) -> None:
    settled = settle_place(report.place, at)
    checked.area_id, checked.address = settled.area_id, settled.address
    checked.lon, checked.lat = settled.lon, settled.lat
