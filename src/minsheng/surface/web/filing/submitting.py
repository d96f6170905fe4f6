"""Sending a report: once, however often the button is pressed."""

from __future__ import annotations

from dataclasses import replace

from minsheng.base.errors import Refusal
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.cases.intake import Filed, file_case
from minsheng.kernel.cases.reports import Report
from minsheng.surface.web.cases.queries import digests_of, files_filed

REUSED = "key.reused"


def submit(*, by: Actor, procedure: str, report: Report, client_key: str) -> Filed:
    """File the report. A second click sends the same pictures as new uploads; they are known again by their content.

    Raises what ``file_case`` raises; ``key.reused`` only when something else than the uploads differs.
    """
    try:
        return file_case(by=by, procedure=procedure, report=report, client_key=client_key)
    except Refusal as refusal:
        if refusal.code != REUSED or not report.files:
            raise
        same = replace(report, files=_as_filed(by, client_key, report.files))
        return file_case(by=by, procedure=procedure, report=same, client_key=client_key)


def _as_filed(by: Actor, client_key: str, file_ids: tuple[int, ...]) -> tuple[int, ...]:
    """The ids under which the same contents were filed the first time."""
    earlier = files_filed(by, client_key)
    digests = digests_of(file_ids)
    return tuple(earlier.get(digests[pk], pk) for pk in file_ids)
