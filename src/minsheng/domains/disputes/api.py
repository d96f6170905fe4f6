"""Endpoints of the disputes platform: one router from each room, added to the API at start-up."""

from __future__ import annotations

from minsheng.domains.disputes.agencies.api import router as agencies
from minsheng.domains.disputes.agreements.api import router as agreements
from minsheng.domains.disputes.handover.api import router as handover
from minsheng.domains.disputes.panels.api import router as mediators
from minsheng.domains.disputes.postings.api import router as postings
from minsheng.domains.disputes.register.api import router as register_of_mediations
from minsheng.domains.disputes.sessions.api import router as sessions
from minsheng.domains.disputes.steps.api import router as steps
from minsheng.domains.disputes.warnings.api import router as warnings
from minsheng.surface.api.extensions import register_router


def register() -> None:
    """Add the routers of all rooms. Called once, when the applications are ready."""
    for router in (
        warnings,
        steps,
        register_of_mediations,
        agencies,
        postings,
        mediators,
        sessions,
        agreements,
        handover,
    ):
        register_router(router)
