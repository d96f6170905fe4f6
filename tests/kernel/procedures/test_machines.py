"""All installed procedures, driven at random: no invariant breaks, and the machine gets everywhere."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis.stateful import run_state_machine_as_test

from minsheng.kernel.procedures.examples import read_examples
from minsheng.kernel.procedures.library import ProcedureFile, procedure_files, procedure_folders
from tests.hypothesis_profile import bounded
from tests.kernel.procedures.machine import LifeMachine

FILES = [file for folder in procedure_folders() for file in procedure_files(folder)]
MANY_ACTS = 35
"""A procedure with more acts than this is given twice the lives to get everywhere."""


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.procedure.key}-{file.path.stem}")
def test_no_invariant_breaks(file: ProcedureFile) -> None:
    procedure = file.procedure
    stories = read_examples(file.path.parent / f"examples-{file.path.stem}.toml")
    attributes = {"procedure": procedure, "tally": Counter(), "reached": set(), "stories": stories}
    machine = type("Machine", (LifeMachine,), attributes)
    lives = 100 if len(procedure.act) > MANY_ACTS else 50
    run_state_machine_as_test(machine, settings=bounded(lives, stateful_step_count=70))
    missed = set(procedure.act) - set(machine.tally)
    assert len(missed) <= 2, f"the machine no longer gets everywhere: {missed}"
    assert set(procedure.states) == machine.reached
