"""Nobody is mediated against their will: refusal before it begins, ending it at any time, each refusal counted.

《人民调解法》第17条、第23条第二项.
"""

from __future__ import annotations

import pytest

from minsheng.kernel.procedures.registry import Question, ask
from tests.law.disputes.support import ANNA, BO, BOTH, accepted, article_of, mediating, registered, signing
from tests.law.life import Life, at


def test_a_plain_refusal_bars_acceptance() -> None:
    life = registered()
    life.do("party", "refuse", "2026-08-03 10:00", party=BO)
    assert life.refused("committee 2", "accept", "2026-08-03 11:00", level="normal") == "mediation.refused"
    assert article_of(life, "committee 2", "accept", "2026-08-03 11:00", level="normal") == "rmtj 第17条"


def test_who_consents_after_all_is_heard() -> None:
    life = registered()
    life.do("party", "refuse", "2026-08-03 10:00", party=BO)
    life.do("party", "consent", "2026-08-04 10:00", party=BO)
    assert life.do("committee 2", "accept", "2026-08-04 11:00", level="normal").state == "accepted"
    assert life.snapshot.facts["refusals"] == 1


def test_both_must_consent_where_both_refused() -> None:
    life = registered()
    for party in BOTH:
        life.do("party", "refuse", "2026-08-03 10:00", party=party)
    life.do("party", "consent", "2026-08-04 10:00", party=BO)
    assert life.refused("committee 2", "accept", "2026-08-04 11:00", level="normal") == "mediation.refused"


@pytest.mark.parametrize("times", [1, 2, 3, 4])
def test_every_refusal_is_counted(times: int) -> None:
    life = registered()
    for _ in range(times):
        life.do("party", "refuse", "2026-08-03 10:00", party=BO)
        life.do("party", "consent", "2026-08-03 10:00", party=BO)
    assert life.snapshot.facts["refusals"] == times


def test_the_committee_says_why_it_does_not_accept() -> None:
    life = registered()
    assert life.refused("committee 2", "decline", "2026-08-03 10:00", message="已起诉。") == "field.required"
    life.do("committee 2", "decline", "2026-08-03 10:00", ground_of_decline="court", message="法院已受理。")
    assert life.snapshot.state == "not_accepted"


@pytest.mark.parametrize("born", [accepted, mediating, signing])
@pytest.mark.parametrize("party", BOTH)
def test_any_party_may_end_it_at_any_time(born: object, party: int) -> None:
    life = born()  # type: ignore[operator]
    life.do("party", "withdraw", "2026-08-05", party=party)
    assert (life.snapshot.state, life.snapshot.facts["refusals"]) == ("terminated", 1)
    assert life.clock("mediate").stopped_at is not None


def test_a_stranger_cannot() -> None:
    assert mediating().refused("party", "withdraw", "2026-08-05", party=199) == "mediation.not_a_party"


def test_the_applicant_may_take_the_application_back_but_not_the_other_side() -> None:
    life = registered()
    assert life.refused("party", "retract", "2026-08-03 10:00") == "act.not_your_role"
    assert life.do("applicant", "retract", "2026-08-03 10:00").state == "retracted"


def asked(life: Life, functions: set[str], party: int | None, named: int) -> bool:
    """Whether somebody may withdraw in the name of ``named``."""
    act = life.procedure.act["withdraw"]
    question = Question(
        life.procedure, life.snapshot, act, {"party": named}, 1, party, frozenset(functions), at("2026-08-05")
    )
    return ask("speaks_for_self:party", question) is None


def test_a_party_speaks_for_itself_and_staff_record_what_each_has_said() -> None:
    life = mediating()
    assert asked(life, {"party"}, BO, BO)
    assert not asked(life, {"party"}, BO, ANNA)
    assert not asked(life, {"party", "applicant"}, BO, ANNA)
    assert asked(life, {"party", "mediator"}, BO, ANNA)
    assert asked(life, {"committee"}, None, ANNA)
