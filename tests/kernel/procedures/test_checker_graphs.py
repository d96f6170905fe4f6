"""Reachable and dead end, on any small graph: the checker says what trying every way says."""

from __future__ import annotations

from itertools import product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from minsheng.kernel.procedures.checker import check_procedure
from minsheng.kernel.procedures.schema import Procedure
from tests.hypothesis_profile import bounded
from tests.kernel.procedures.small import small

STATES = ("a", "b", "c", "d", "e")
WORDS = {"zh": "名", "en": "name"}
Ways = dict[str, Any]


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[str], list[Ways]]:
    """Final states, and acts with their sources and targets. The case is born in ``a``."""
    final = draw(st.lists(st.sampled_from(STATES), min_size=1, max_size=3, unique=True))
    sources = st.one_of(st.just("*"), st.lists(st.sampled_from(STATES), max_size=3, unique=True))
    target = st.sampled_from((*STATES, "="))
    branch = st.builds(lambda one, two: {"pass": one, "back": two}, target, target)
    acts = st.fixed_dictionaries({"from": sources, "to": st.one_of(target, branch)})
    return final, draw(st.lists(acts, max_size=6))


def build(final: list[str], acts: list[Ways]) -> Procedure:
    content = small()
    content |= {"initial": "a", "final": final, "clock": {}, "ladder": []}
    content["states"] = {state: {**WORDS, "public": WORDS} for state in STATES}
    born = {**WORDS, "from": "", "to": "a", "who": ["filer"], "law": "act"}
    content["act"] = {"file": born} | {f"act{number}": _act(ways) for number, ways in enumerate(acts)}
    return Procedure.model_validate(content)


def _act(ways: Ways) -> Ways:
    act = {**WORDS, "who": ["clerk"], "law": "act", "from": ways["from"], "to": ways["to"]}
    if isinstance(ways["to"], dict):
        act |= {"to": {"field": "verdict", "cases": ways["to"]}, "fields": {"verdict": "required"}}
    return act


def ways_of(final: list[str], acts: list[Ways]) -> set[tuple[str, str]]:
    """All pairs of states joined by some chain of acts, by trying every middle (Warshall)."""
    joined = {(state, state) for state in STATES}
    for act, state in product(acts, STATES):
        is_open = state not in final if act["from"] == "*" else state in act["from"]
        targets = act["to"].values() if isinstance(act["to"], dict) else [act["to"]]
        joined |= {(state, state if target == "=" else target) for target in targets if is_open}
    for middle, before, after in product(STATES, repeat=3):
        if (before, middle) in joined and (middle, after) in joined:
            joined.add((before, after))
    return joined


@bounded(150)
@given(graphs())
def test_the_verdict_is_that_of_trying_every_way(graph: tuple[list[str], list[Ways]]) -> None:
    final, acts = graph
    joined = ways_of(final, acts)
    found = {(f.code, f.place.removeprefix("states.")) for f in check_procedure(build(final, acts))}
    unreachable = {state for code, state in found if code == "state.unreachable"}
    dead_ends = {state for code, state in found if code == "state.dead_end"}
    assert unreachable == {state for state in STATES if ("a", state) not in joined}
    assert dead_ends == {state for state in STATES if all((state, end) not in joined for end in final)}
