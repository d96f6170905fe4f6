"""Every worked example of every procedure is a test: what the file says must come out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from minsheng.kernel.deadlines.rules import Calendar, bundled_years
from minsheng.kernel.procedures.examples import Example, faults, read_examples
from minsheng.kernel.procedures.library import ProcedureFile, procedure_files, procedure_folders
from minsheng.kernel.procedures.schema import BIRTH, Procedure

CALENDAR = Calendar(bundled_years())
FILES = [file for folder in procedure_folders() for file in procedure_files(folder)]


def examples_file(file: ProcedureFile) -> Path:
    """Where the examples of a version stand."""
    return file.path.parent / f"examples-{file.path.stem}.toml"


def told() -> Iterator[tuple[str, Procedure, Example]]:
    for file in FILES:
        for example in read_examples(examples_file(file)):
            yield f"{file.procedure.key}-{example.name}", file.procedure, example


EXAMPLES = list(told())


@pytest.mark.parametrize(("procedure", "example"), [row[1:] for row in EXAMPLES], ids=[row[0] for row in EXAMPLES])
def test_example(procedure: Procedure, example: Example) -> None:
    assert list(faults(procedure, example, CALENDAR)) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.procedure.key)
def test_every_act_and_clock_is_shown_by_some_example(file: ProcedureFile) -> None:
    examples = read_examples(examples_file(file))
    done = {step.act for example in examples for step in example.steps if not step.refused}
    shown = {key.partition("#")[0] for example in examples for key in example.clocks}
    assert set(file.procedure.act) - done == set()
    assert set(file.procedure.clock) - shown == set()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.procedure.key)
def test_every_example_is_a_whole_life(file: ProcedureFile) -> None:
    opening = file.procedure.opening
    assert {example.steps[0].act for example in read_examples(examples_file(file))} == {opening}
    assert file.procedure.act[opening].source == BIRTH
