"""Before anything is filled in every act can be asked about: guards answer, or leave it open, and never stumble."""

from __future__ import annotations

import pytest

from minsheng.base.errors import Refusal
from minsheng.kernel.procedures.examples import Example, perform_step, read_examples
from minsheng.kernel.procedures.interpreter import check
from minsheng.kernel.procedures.library import ProcedureFile, procedure_files, procedure_folders
from minsheng.kernel.procedures.registry import Question
from minsheng.kernel.procedures.snapshot import Snapshot
from tests.law.disputes.support import accepted, mediating
from tests.law.life import CALENDAR, Life, at

FILES = [
    file
    for folder in procedure_folders()
    for file in procedure_files(folder)
    if file.procedure.key.startswith("disputes.")
]


def blocked(life: Life, act: str, when: str) -> str:
    """The code of what stands against an act whatever is filled in; empty when nothing does."""
    spec = life.procedure.act[act]
    question = Question(life.procedure, life.snapshot, spec, {}, 3, None, frozenset(spec.who), at(when))
    try:
        check(question)
    except Refusal as refusal:
        return refusal.code if refusal.field is None else ""
    return ""


def ask_all(file: ProcedureFile, example: Example) -> int:
    """Ask about every open act after each step; how often something was asked."""
    snapshot, asked = Snapshot(), 0
    for step in example.steps:
        if step.refused:
            continue
        done = perform_step(file.procedure, snapshot, step, CALENDAR)
        for act in file.procedure.acts_from(snapshot.state).values():
            question = Question(file.procedure, snapshot, act, {}, 1, 101, frozenset(act.who), done.at)
            asked += 1
            try:
                check(question)
            except Refusal as refusal:
                assert refusal.params["law"]
    return asked


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.procedure.key)
def test_every_act_can_be_asked_about_in_every_example(file: ProcedureFile) -> None:
    examples = read_examples(file.path.parent / f"examples-{file.path.stem}.toml")
    assert sum(ask_all(file, example) for example in examples) > len(examples)


def test_what_only_an_input_can_settle_is_offered() -> None:
    life = accepted("2026-08-03")
    assert blocked(life, "assign_mediators", "2026-08-04") == ""
    assert blocked(life, "choose_mediators", "2026-08-04") == ""


def test_what_no_input_can_settle_is_not() -> None:
    life = mediating("2026-08-03 10:00")
    life.do("mediator 3", "declare_recusal", "2026-08-03 12:00", ground_of_recusal="near_relative")
    assert blocked(life, "schedule", "2026-08-04") == "recusal.ignored"
    assert blocked(life, "agree_oral", "2026-08-04") == "recusal.ignored"
    assert blocked(life, "replace_mediators", "2026-08-04") == ""
