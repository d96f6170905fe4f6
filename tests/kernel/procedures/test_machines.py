"""Both installed procedures, driven at random: no invariant breaks."""

from __future__ import annotations

from minsheng.kernel.procedures.library import procedure_files, procedure_folders
from tests.hypothesis_profile import bounded
from tests.kernel.procedures.machine import LifeMachine

PROCEDURES = {f.procedure.key: f.procedure for folder in procedure_folders() for f in procedure_files(folder)}
SETTINGS = bounded(40, stateful_step_count=60)


class HotlineMachine(LifeMachine):
    """Any life of a hotline order."""

    procedure = PROCEDURES["hotline.order"]


class GridMachine(LifeMachine):
    """Any life of a grid event."""

    procedure = PROCEDURES["grid.event"]


TestHotlineOrder = HotlineMachine.TestCase
TestHotlineOrder.settings = SETTINGS
TestGridEvent = GridMachine.TestCase
TestGridEvent.settings = SETTINGS
