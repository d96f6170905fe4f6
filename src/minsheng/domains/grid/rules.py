"""Rules of grid events beside the kernel's. Pure."""

from __future__ import annotations

from minsheng.kernel.procedures.effects import close, rework
from minsheng.kernel.procedures.registry import effect
from minsheng.kernel.procedures.snapshot import Done, Snapshot


@effect("verify", fields=("passed",))
def verify(snapshot: Snapshot, done: Done) -> None:
    """Verified on site: the event is closed, or its units go on (返工)."""
    if done.data["passed"] == "yes":
        close(snapshot, done)
    else:
        rework(snapshot, done)
