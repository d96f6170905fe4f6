"""A proof opens what its case was handed over to, to the same party alone, and nothing besides."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting
from minsheng.kernel.cases.following import followed_on, with_proofs
from minsheng.kernel.cases.linking import KINDS, link_cases
from minsheng.kernel.cases.loading import load_snapshot
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.queries import visible_cases
from minsheng.kernel.cases.store import store_snapshot
from tests.factories.district import SYSTEM, District
from tests.kernel.cases.quarrels import Quarrel

NOBODY = Actor.anonymous()


@dataclass
class Chain:
    """Three quarrels of the same two people, each handed over to the next one."""

    first: Quarrel
    second: Quarrel
    third: Quarrel

    @property
    def reporter(self) -> int:
        """Who reported the first."""
        assert self.first.fresh().reporter_id is not None
        return int(self.first.case.reporter_id or 0)


@pytest.fixture
def chain(district: District) -> Chain:
    """Give a chain whose respondent is one party and whose reporter has no part in what followed."""
    first = Quarrel(district)
    made = Chain(first, *(_again(district, first) for _ in range(2)))
    for case, other in ((made.first, made.second), (made.second, made.third)):
        link_cases(by=SYSTEM, case_id=case.case.pk, other_id=other.case.pk, kind="handed_over_to")
    return made


def _again(district: District, first: Quarrel) -> Quarrel:
    """Another quarrel, with the same party on the other side and nobody known as its reporter."""
    made = Quarrel(district)
    facts = {**made.fresh().facts, "applicants": [], "respondents": [first.party()]}
    _store(made, facts, reporter_id=None)
    return made


def _store(quarrel: Quarrel, facts: dict[str, object], **columns: object) -> None:
    """Put lists of a case and let its audience follow them, as an act would."""
    case = quarrel.fresh()
    Case.objects.filter(pk=case.pk).update(facts=facts, **columns)
    case = quarrel.fresh()
    snapshot = load_snapshot(case)
    store_snapshot(case, snapshot, snapshot)


def seen(actor: Actor) -> set[int]:
    """Cases that the database itself shows, and the lists too."""
    with acting(actor):
        rows = set(Case.objects.values_list("pk", flat=True))
        assert rows == set(visible_cases(actor).values_list("pk", flat=True))
    return rows


def respondent(chain: Chain, start: Quarrel | None = None) -> Actor:
    """The other side, who has proved one case of the chain (the first)."""
    return with_proofs(NOBODY, (), [((start or chain.first).case.pk, chain.first.party())])


def test_the_respondent_opens_all_that_follows(chain: Chain) -> None:
    actor = respondent(chain)
    assert seen(actor) == {it.case.pk for it in (chain.first, chain.second, chain.third)}
    assert actor.proved_as(chain.third.case.pk) == {chain.first.party()}
    assert actor.case_ids == ()


def test_nothing_opens_backwards(chain: Chain) -> None:
    assert seen(respondent(chain, chain.second)) == {chain.second.case.pk, chain.third.case.pk}
    assert seen(respondent(chain, chain.third)) == {chain.third.case.pk}


def test_a_reporter_stays_out_of_what_is_another_partys(chain: Chain) -> None:
    """Whoever reported the first has no part in what followed, so nothing opens."""
    assert seen(with_proofs(NOBODY, [chain.first.case.pk], ())) == {chain.first.case.pk}


def test_a_reporter_follows_as_reporter_where_it_is_that(chain: Chain) -> None:
    _store(chain.second, chain.second.fresh().facts, reporter_id=chain.reporter)
    actor = with_proofs(NOBODY, [chain.first.case.pk], ())
    assert (set(actor.case_ids), actor.party_proofs) == ({chain.first.case.pk, chain.second.case.pk}, ())
    assert seen(actor) == {chain.first.case.pk, chain.second.case.pk}


def test_it_passes_a_case_in_which_the_party_has_no_part(chain: Chain) -> None:
    _store(chain.second, {**chain.second.fresh().facts, "respondents": []})
    assert seen(respondent(chain)) == {chain.first.case.pk, chain.third.case.pk}


def test_it_ends_when_the_party_leaves_the_first_case(chain: Chain) -> None:
    proofs = [(chain.first.case.pk, chain.first.party())]
    _store(chain.first, {**chain.first.fresh().facts, "respondents": []})
    assert seen(with_proofs(NOBODY, (), proofs)) == set()


def test_a_party_that_is_barred_from_the_follow_up_does_not_open_it(chain: Chain) -> None:
    chain.second.do("dispatcher", "accuse", accused_people=chain.first.party())
    assert seen(respondent(chain)) == {chain.first.case.pk, chain.third.case.pk}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "handed_over_to"])
def test_other_links_open_nothing(district: District, kind: str) -> None:
    first = Quarrel(district)
    second = _again(district, first)
    link_cases(by=SYSTEM, case_id=first.case.pk, other_id=second.case.pk, kind=kind)
    link_cases(by=SYSTEM, case_id=second.case.pk, other_id=first.case.pk, kind=kind)
    assert seen(with_proofs(NOBODY, (), [(first.case.pk, first.party())])) == {first.case.pk}


def test_a_circle_of_links_comes_to_an_end(chain: Chain) -> None:
    link_cases(by=SYSTEM, case_id=chain.third.case.pk, other_id=chain.first.case.pk, kind="handed_over_to")
    actor = respondent(chain)
    assert len(actor.party_proofs) == len(set(actor.party_proofs)) == len(seen(actor)) == 3


def test_one_statement_however_many_proofs_and_none_without(chain: Chain) -> None:
    with CaptureQueriesContext(connection) as asked:
        followed_on((), ())
    assert len(asked) == 0
    proofs = [(chain.first.case.pk, chain.first.party()), (chain.second.case.pk, chain.first.party())]
    counts = []
    for some in (proofs[:1], proofs):
        with CaptureQueriesContext(connection) as asked:
            followed_on((chain.first.case.pk,), some)
        counts.append(len([query for query in asked if "WITH RECURSIVE" in query["sql"]]))
    assert counts == [1, 1]
