"""Every kind of mediation, driven at random: what the law forbids never comes about, whoever tries what in which order."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis.stateful import invariant, run_state_machine_as_test

from minsheng.domains.disputes.mediation.choice import proposals_of, speakers_of
from minsheng.domains.disputes.mediation.parties import MOST_REPRESENTATIVES, parties_of
from minsheng.domains.disputes.mediation.performance import unpaid
from minsheng.kernel.procedures.examples import ExampleStep, read_examples
from minsheng.kernel.procedures.library import procedure_files, procedure_folders
from minsheng.kernel.procedures.snapshot import Done, Snapshot
from tests.hypothesis_profile import bounded
from tests.kernel.procedures.machine import LifeMachine
from tests.law.life import PROCEDURES

KEYS = [
    "disputes.mediation",
    "disputes.court_mediation",
    "disputes.labour_mediation",
    "disputes.police_mediation",
    "disputes.administrative_mediation",
    "disputes.confirmation",
]
STORIES = {
    file.procedure.key: read_examples(file.path.parent / f"examples-{file.path.stem}.toml")
    for folder in procedure_folders()
    for file in procedure_files(folder)
    if file.procedure.key in KEYS
}
SETTINGS = bounded(40, stateful_step_count=80)
BLOCKED_BY_RECUSAL = {"schedule", "hold_session", "agree_oral", "agree_written", "mediator_sign", "seal"}
JOINT = {"extend": "agreeing", "apply_confirmation": "applying", "choose_mediators": "choosing", "start": "agreeing"}


class MediationMachine(LifeMachine):
    """Asks of each accepted act what the law asks of it, from the acts alone."""

    before: Snapshot

    def _try(self, step: ExampleStep) -> None:
        self.before, done = self.snapshot.copy(), len(self.accepted)
        super()._try(step)
        if len(self.accepted) > done and self.before.state:
            self._check(self.accepted[-1])

    def _check(self, done: Done) -> None:
        before = self.before
        recused = set(before.listed("mediators")) & set(before.listed("recused"))
        if done.key in BLOCKED_BY_RECUSAL:
            assert not recused, "a mediator who must recuse went on"
        if done.key in {"replace_mediators", "assign_mediators", "choose_mediators"}:
            assert not set(self.snapshot.listed("mediators")) & set(before.listed("recused"))
        if done.key == "choose_mediators" and not done.data.get("mediators"):
            assert set(speakers_of(before)) <= set(proposals_of(before)), "chosen before all had spoken"
            assert {frozenset(it) for it in proposals_of(before).values()} == {
                frozenset(self.snapshot.listed("mediators"))
            }
        if done.key == "seal":
            self._check_seal(before)
        if done.key in {"agree_oral", "agree_written"}:
            assert not before.listed("recusal_asked")
        field = JOINT.get(done.key)
        if field in done.data and self.procedure.key != "disputes.confirmation":
            assert set(done.data[field]) >= set(parties_of(before)), "one side spoke for the other"
        if done.key == "confirm_performed":
            assert not unpaid(before) or done.data["otherwise"]
        if done.key == "accept" and "refusing" in before.facts:
            assert not before.listed("refusing"), "accepted against a refusal"
        if self.snapshot.state == "archived" and before.state in {"failed", "terminated"}:
            assert before.facts["informed_at"], "closed without telling of the other ways"

    def _check_seal(self, before: Snapshot) -> None:
        assert set(before.listed("signed")) == set(parties_of(before)), "sealed without a signature"
        assert set(before.listed("mediator_signed")) & set(before.listed("mediators"))
        said = [done for done in self.accepted if done.key in {"agree_written", "amend_draft"}]
        since = [done.data["party"] for done in self.accepted if done.key == "sign" and done.seq > said[-1].seq]
        assert set(since) == set(parties_of(before)), "a signature under an earlier text was counted"

    @invariant()
    def lists_fit(self) -> None:
        """Nobody stands on both sides; representatives are few and parties; counts are those of the acts."""
        facts: dict[str, Any] = self.snapshot.facts
        if "respondents" in self.procedure.facts:
            assert not set(self.snapshot.listed("applicants")) & set(self.snapshot.listed("respondents"))
        representatives = self.snapshot.listed("representatives")
        assert len(representatives) <= MOST_REPRESENTATIVES
        assert set(representatives) <= set(parties_of(self.snapshot))
        assert facts.get("sessions", 0) == sum(done.key == "hold_session" for done in self.accepted)
        if self.snapshot.state == "agreed":
            assert facts["agreed_at"]


@pytest.mark.parametrize("key", KEYS)
def test_the_law_holds_whatever_is_tried(key: str) -> None:
    attributes = {"procedure": PROCEDURES[key], "tally": Counter(), "reached": set(), "stories": STORIES[key]}
    machine = type("Machine", (MediationMachine,), attributes)
    run_state_machine_as_test(machine, settings=SETTINGS)
    # The same machine has to get far enough for its questions to be asked.
    assert len(machine.reached) >= len(PROCEDURES[key].states) - 2
