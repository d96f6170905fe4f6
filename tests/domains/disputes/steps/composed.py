"""Templates for tests: made up by hypothesis, or a small one."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from minsheng.domains.disputes.steps.definition import (
    DOERS,
    MOST_AXES,
    MOST_STEPS,
    AxisSpec,
    Definition,
    StepSpec,
    Words,
)

NAMES = st.text("核实走访协商签回复甲乙丙abc \"\\'{}[]=#\n", min_size=1, max_size=20).filter(
    lambda text: bool(text.strip())
)
WORDS = st.builds(Words, NAMES, NAMES)
TERMS = st.one_of(
    st.just((0, "", "", "")),
    st.tuples(st.integers(1, 365), st.sampled_from(["working", "calendar"]), st.just(""), st.just("")),
    st.tuples(
        st.integers(1, 365),
        st.sampled_from(["working", "calendar"]),
        st.sampled_from(["某条例", "某办法"]),
        st.just("第3条"),
    ),
)


@st.composite
def steps(draw: Any) -> StepSpec:
    """A step."""
    days, unit, law, article = draw(TERMS)
    return StepSpec(draw(WORDS), draw(WORDS), draw(st.sampled_from(DOERS)), days, unit, law, article)


def _by_name(item: Any) -> str:
    return str(item.name.zh)


def definitions() -> st.SearchStrategy[Definition]:
    """Templates with one to nine steps and up to five axes, each of its own name."""
    axes = st.builds(
        AxisSpec, WORDS, st.lists(WORDS, min_size=2, max_size=4, unique_by=lambda value: value.zh).map(tuple)
    )
    unique = (_by_name, lambda item: item.name.en)
    return st.builds(
        Definition,
        st.lists(steps(), min_size=1, max_size=MOST_STEPS, unique_by=unique).map(tuple),
        st.lists(axes, max_size=MOST_AXES, unique_by=unique).map(tuple),
    )


def step_given(**changes: Any) -> dict[str, Any]:
    """A step as it is entered."""
    values = {
        "zh": "入户核实",
        "en": "Visit",
        "public_zh": "工作人员正在核实。",
        "public_en": "Somebody is looking at it.",
        "doer": "area:accept",
        "days": 3,
        "unit": "working",
        "law": "",
        "article": "",
    }
    return {**values, **changes}


def axis_given(**changes: Any) -> dict[str, Any]:
    """An axis as it is entered."""
    return {"zh": "难易", "en": "Difficulty", "values_zh": "简单\n疑难", "values_en": "simple\nhard", **changes}
