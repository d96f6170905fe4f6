"""Both installed procedures, driven at random: no invariant breaks, and the machine gets everywhere."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis.stateful import run_state_machine_as_test

from minsheng.kernel.procedures.library import procedure_files, procedure_folders
from minsheng.kernel.procedures.schema import Procedure
from tests.hypothesis_profile import bounded
from tests.kernel.procedures.machine import LifeMachine

PROCEDURES = [f.procedure for folder in procedure_folders() for f in procedure_files(folder)]
SETTINGS = bounded(50, stateful_step_count=70)


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda procedure: procedure.key)
def test_no_invariant_breaks(procedure: Procedure) -> None:
    machine = type("Machine", (LifeMachine,), {"procedure": procedure, "tally": Counter(), "reached": set()})
    run_state_machine_as_test(machine, settings=SETTINGS)
    missed = set(procedure.act) - set(machine.tally)
    assert len(missed) <= 2, f"the machine no longer gets everywhere: {missed}"
    assert set(procedure.states) == machine.reached
