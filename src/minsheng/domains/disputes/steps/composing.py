"""From steps and axes to a procedure of the kernel. Pure: the same definition gives the same procedure."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from minsheng.domains.disputes.steps.definition import Definition, StepSpec, Words, check_complete
from minsheng.kernel.procedures.schema import Procedure

KEY = "disputes.steps_"
PREFIX = "BZ"
DONE, STOPPED = "done", "stopped"


@dataclass(frozen=True, slots=True)
class Named:
    """A template as far as its procedures speak of it. ``version`` is that of the procedure (``2026.3``)."""

    slug: str
    name: Words
    version: str


def compose(template: Named, definition: Definition) -> Procedure:
    """The procedure: a state for each step, then done or stopped.

    Acts: classify by the axes, finish each step in turn, send back by one step, stop with a reason, and, where a step
    is done by a unit, give the case to it. Terms become clocks that warn. Raises Refusal ``steps.none``,
    ``steps.same_name``, ``steps.too_many``.
    """
    check_complete(definition)
    steps = definition.steps
    opened = {"zh": f"{template.name.zh}：按步骤化解", "en": f"{template.name.en}: step by step"}
    return Procedure.model_validate(
        {
            "key": KEY + template.slug,
            "version": template.version,
            "realm": "disputes",
            "prefix": PREFIX,
            "name": _text(template.name),
            "summary": opened,
            "initial": _state(0),
            "final": [DONE, STOPPED],
            "kinds": kinds(),
            "states": _states(steps),
            "law": _laws(template, steps),
            "who": _who(steps),
            "facts": {_axis(n): {**_text(axis.name), "public": True} for n, axis in enumerate(definition.axes)},
            "fields": _fields(definition),
            "act": _acts(definition),
            "clock": _clocks(steps),
        }
    )


@cache
def kinds() -> dict[str, Any]:
    """Types of disputes as the platform's own matter counts them."""
    folder = Path(__file__).parent.parent / "procedures" / "matter"
    newest = max(folder.glob("[0-9]*.toml"), key=lambda path: tuple(map(int, path.stem.split("."))))
    found: dict[str, Any] = tomllib.loads(newest.read_text(encoding="utf-8"))["kinds"]
    return found


def _text(words: Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}


def _state(place: int) -> str:
    return f"step_{place + 1}"


def _axis(place: int) -> str:
    return f"axis_{place + 1}"


def _doer(step: StepSpec) -> str:
    return step.doer.replace(":", "_")


def _states(steps: tuple[StepSpec, ...]) -> dict[str, Any]:
    states: dict[str, Any] = {
        _state(place): {**_text(step.name), "public": _text(step.public)} for place, step in enumerate(steps)
    }
    states[DONE] = {"zh": "已完成", "en": "Done", "public": {"zh": "各步骤已完成。", "en": "All steps are done."}}
    stopped = {"zh": "办理已终止，理由已告知。", "en": "It was stopped; you were told why."}
    states[STOPPED] = {"zh": "已终止", "en": "Stopped", "public": stopped}
    return states


def _laws(template: Named, steps: tuple[StepSpec, ...]) -> dict[str, Any]:
    laws: dict[str, Any] = {
        "local": {
            "title": f"{template.name.zh}（本地工作规则）",
            "title_en": f"{template.name.en} (local rules)",
            "local": True,
            "note": "待本地确认",
        }
    }
    for title in _titles(steps):
        note = "出处由模板编制人填写，原文未核对"
        laws[_law_key(title, steps)] = {"title": title, "title_en": title, "note": note}
    return laws


def _titles(steps: tuple[StepSpec, ...]) -> list[str]:
    return list(dict.fromkeys(step.law for step in steps if step.law and step.days))


def _law_key(title: str, steps: tuple[StepSpec, ...]) -> str:
    return f"law_{_titles(steps).index(title) + 1}"


def _who(steps: tuple[StepSpec, ...]) -> dict[str, Any]:
    who: dict[str, Any] = {"opener": {"zh": "启动人员", "en": "Whoever begins it", "relation": "anyone"}}
    for step in steps:
        relation, permission = step.doer.split(":")
        who[_doer(step)] = {**_DOERS[step.doer], "relation": relation, "permission": f"disputes.{permission}"}
    if _gives(steps):
        giver = {"zh": "派单人员", "en": "Dispatcher", "relation": "area", "permission": "disputes.dispatch"}
        who["giver"] = giver
    return who


def _gives(steps: tuple[StepSpec, ...]) -> bool:
    return any(step.doer.startswith("lead:") for step in steps)


_FUNCTIONS = {
    "accept": ("受理人员", "Registrar"),
    "assign": ("指派人员", "Who appoints mediators"),
    "mediate": ("调解员", "Mediator"),
    "track": ("回访人员", "Who follows up"),
    "refer": ("分流人员", "Triage clerk"),
    "administer": ("行政调解人员", "Administrative mediator"),
    "dispatch": ("牵头派单人员", "Dispatcher"),
    "supervise": ("督办人员", "Supervisor"),
}
_WHERE = {"area": ("本区域", "of the area"), "lead": ("承办单位", "of the lead unit")}
_DOERS = {
    f"{relation}:{permission}": {"zh": place_zh + zh, "en": f"{en} {place_en}"}
    for relation, (place_zh, place_en) in _WHERE.items()
    for permission, (zh, en) in _FUNCTIONS.items()
}


def doer_words(doer: str, language: str) -> str:
    """A function in a language."""
    found = _DOERS[doer]
    return found["en"] if language.startswith("en") else found["zh"]


def _fields(definition: Definition) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "note": {"zh": "备注", "en": "Note", "type": "text", "max": 4000},
        "reason": {"zh": "理由", "en": "Reason", "type": "text", "max": 4000, "public": True},
        "answer": {"zh": "办理结果", "en": "Result", "type": "text", "max": 20000, "public": True},
    }
    if len(definition.steps) > 1:
        fields["files"] = {"zh": "附件", "en": "Files", "type": "files"}
    for place, axis in enumerate(definition.axes):
        choices = {f"value_{n}": _text(value) for n, value in enumerate(axis.values, start=1)}
        fields[_axis(place)] = {**_text(axis.name), "type": "choice", "choices": choices}
    if _gives(definition.steps):
        fields["unit"] = {"zh": "承办单位", "en": "Lead unit", "type": "unit"}
        fields["co_units"] = {"zh": "协同单位", "en": "Co-responsible units", "type": "units"}
    return fields


def _acts(definition: Definition) -> dict[str, Any]:
    steps = definition.steps
    acts: dict[str, Any] = {
        "begin": {
            "zh": "启动",
            "en": "Begin",
            "from": "",
            "to": _state(0),
            "who": ["opener"],
            "does": ["file"],
            "law": "local 启动",
        }
    }
    doers = list(dict.fromkeys(_doer(step) for step in steps))
    if definition.axes:
        acts["classify"] = _classify(definition, doers)
    if _gives(steps):
        acts["assign"] = _assign(doers)
    for place, step in enumerate(steps[:-1]):
        acts[f"finish_{place + 1}"] = _forward(place, step)
    for place in range(1, len(steps)):
        acts[f"back_{place + 1}"] = _back(place, steps)
    acts["finish"] = _finish(steps)
    acts["stop"] = {
        "zh": "终止",
        "en": "Stop",
        "from": "*",
        "to": STOPPED,
        "who": doers,
        "does": ["close"],
        "fields": {"reason": "required"},
        "law": "local 终止",
        "says": {"zh": "办理已终止", "en": "It was stopped"},
    }
    return acts


def _classify(definition: Definition, doers: list[str]) -> dict[str, Any]:
    axes = [_axis(place) for place in range(len(definition.axes))]
    return {
        "zh": "分类",
        "en": "Classify",
        "from": "*",
        "to": "=",
        "who": doers,
        "keeps": axes,
        "fields": {**dict.fromkeys(axes, "required"), "note": "optional"},
        "law": "local 分类",
    }


def _assign(doers: list[str]) -> dict[str, Any]:
    return {
        "zh": "派单",
        "en": "Give to a unit",
        "from": "*",
        "to": "=",
        "who": ["giver", *(doer for doer in doers if doer.startswith("area_"))],
        "does": ["assign"],
        "fields": {"unit": "required", "co_units": "optional", "note": "optional"},
        "law": "local 派单",
        "notify": [{"to": "lead", "template": "assigned"}, {"to": "co", "template": "assigned"}],
    }


def _forward(place: int, step: StepSpec) -> dict[str, Any]:
    return {
        "zh": f"完成：{step.name.zh}",
        "en": f"Finish: {step.name.en}",
        "from": [_state(place)],
        "to": _state(place + 1),
        "who": [_doer(step)],
        "fields": {"note": "optional", "files": "optional"},
        "law": "local 步骤",
        "says": {"zh": f"已完成：{step.name.zh}", "en": f"Done: {step.name.en}"},
    }


def _back(place: int, steps: tuple[StepSpec, ...]) -> dict[str, Any]:
    before = steps[place - 1].name
    return {
        "zh": f"退回：{before.zh}",
        "en": f"Back to: {before.en}",
        "from": [_state(place)],
        "to": _state(place - 1),
        "who": [_doer(steps[place])],
        "fields": {"reason": "required"},
        "law": "local 退回上一步",
    }


def _finish(steps: tuple[StepSpec, ...]) -> dict[str, Any]:
    last = steps[-1]
    return {
        "zh": f"完成并办结：{last.name.zh}",
        "en": f"Finish and close: {last.name.en}",
        "from": [_state(len(steps) - 1)],
        "to": DONE,
        "who": [_doer(last)],
        "does": ["close"],
        "fields": {"answer": "required", "note": "optional"},
        "law": "local 办结",
        "says": {"zh": "各步骤已完成", "en": "All steps are done"},
    }


def _clocks(steps: tuple[StepSpec, ...]) -> dict[str, Any]:
    clocks = {}
    for place, step in enumerate(steps):
        if not step.days:
            continue
        starts = ["begin"] if place == 0 else [f"finish_{place}"]
        if place + 1 < len(steps):
            starts.append(f"back_{place + 2}")
        cited = f"{_law_key(step.law, steps)} {step.article}".strip() if step.law else "local 步骤期限"
        clocks[f"term_{place + 1}"] = {
            "zh": f"{step.name.zh}期限",
            "en": f"Term: {step.name.en}",
            "from": starts,
            "within": [_state(place)],
            "runs": [{"term": f"P{step.days}D", "days": step.unit}],
            "missed": "warn",
            "law": cited,
        }
    return clocks
