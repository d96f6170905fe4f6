"""Endpoints that modules add. The API knows no module by name."""

from __future__ import annotations

from ninja import Router

_routers: list[Router] = []


def register_router(router: Router) -> None:
    """Add a module's endpoints at start-up, before the addresses are first read. Twice is a programming error."""
    if router in _routers:
        raise ValueError("router registered twice")
    _routers.append(router)


def registered_routers() -> list[Router]:
    """Routers of all modules, in the order of the installed modules."""
    return list(_routers)
