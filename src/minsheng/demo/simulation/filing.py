"""Filing a simulated case: who takes it in, through which channel, with which words."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from minsheng.demo.simulation.chance import Tail
from minsheng.demo.simulation.scene import Scene
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.areas.registry import registry
from minsheng.kernel.cases.intake import Opening, open_case
from minsheng.kernel.cases.reports import Report
from minsheng.kernel.procedures.models import ProcedureVersion

PROCEDURES = {"hotline": "hotline.order", "grid": "grid.event"}
CALLS_SHARE = 0.78
AT_DESK = {"phone": 0.92, "counter": 0.05, "letter": 0.03}
OPEN311_SHARE = 0.06
UNCLASSIFIED_SHARE = 0.06
PHOTO_SHARE = {"grid": 0.35, "web": 0.2}


def file(scene: Scene, version: ProcedureVersion, at: datetime, *, seed: int, case_id: int) -> Opening:
    """Open the scene's case as of ``at``, in memory."""
    spec = scene.spec
    by = _doer(scene, at)
    unclassified = spec.realm == "hotline" and not spec.fate and scene.dice.random() < UNCLASSIFIED_SHARE
    report = Report(
        title=scene.words.title(),
        body=scene.words.body(),
        category=None if unclassified else spec.topic.code,
        kind=spec.matter.kind,
        urgent=scene.dice.random() < spec.matter.urgent,
        confidentiality=spec.matter.confidentiality,
        place=spec.spot.as_place(),
        files=_photos(scene, by),
    )
    opening = open_case(
        by=by,
        procedure=version,
        report=report,
        at=at,
        reporter_id=scene.reporter.party_id if scene.reporter else None,
        case_id=case_id,
        chooser=Tail(seed, spec.number),
    )
    scene.routed = None if unclassified else opening.routed
    return opening


def _doer(scene: Scene, at: datetime) -> Actor:
    """An operator takes it in; residents write themselves; grid workers report what they find."""
    located = registry().locate(scene.spec.spot.lon, scene.spec.spot.lat, at.date())
    if located is None:
        raise ValueError(f"case {scene.spec.number} lies outside the district")
    if scene.spec.realm == "grid":
        return scene.reporter or scene.staff.for_area(scene.dice, "grid_worker", located.area_id)
    if scene.reporter is None or scene.dice.random() < CALLS_SHARE:
        channel = scene.dice.weighted(list(AT_DESK), list(AT_DESK.values()))
        return replace(scene.staff.for_area(scene.dice, "operator", located.area_id), channel=channel)
    return replace(scene.reporter, channel="open311") if scene.dice.random() < OPEN311_SHARE else scene.reporter


def _photos(scene: Scene, by: Actor) -> tuple[int, ...]:
    if scene.spec.stop_in:
        return ()  # such a story may be told again, and the picture would be left over
    share = PHOTO_SHARE["grid"] if scene.spec.realm == "grid" else PHOTO_SHARE.get(by.channel, 0.0)
    return tuple(scene.photo(by, tidy=False)()) if scene.dice.random() < share else ()
