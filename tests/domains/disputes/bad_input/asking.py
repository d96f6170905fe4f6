"""Asking for what must be refused: by the API and by the screen, in both languages, with nothing written by any of it."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from minsheng.kernel.cases.models import Case
from tests.factories.district import District
from tests.surface.api.calling import Caller, caller_for
from tests.surface.web.browsing import Visitor
from tests.untouched import nothing_written

LANGUAGES = ("zh-hans", "en")
SESSIONS = ("django_session",)
"""A visit begins a session."""


@dataclass(frozen=True)
class Side:
    """Somebody who asks by both ways; ``page`` is the screen on which they do acts."""

    caller: Caller
    visitor: Visitor
    page: str

    def api(self, case: Case, act: str, data: Mapping[str, Any], **headers: str) -> Any:
        """Do an act by the API."""
        return self.caller.post(f"/cases/{case.code}/acts/{act}", dict(data), **headers)

    def screen(self, case: Case, act: str, data: Mapping[str, Any]) -> Any:
        """Do an act by its form."""
        return self.visitor.post(self.page, case.code, act, data=as_form(data))


def staff(district: District, name: str) -> Side:
    """Somebody at work."""
    account = district.accounts[name]
    return Side(caller_for(account), Visitor(account), "desk_act")


def party(case: Case, tail: str) -> Side:
    """A party that proves the case by the tail of its telephone."""
    token = Caller().post("/follow", {"code": case.code, "tail": tail}).json()["token"]
    visitor = Visitor()
    assert visitor.post("follow", data={"code": case.code, "tail": tail}).status_code == 302
    return Side(Caller(token), visitor, "my_act")


def as_form(data: Mapping[str, Any]) -> dict[str, Any]:
    """The boxes of a form that say the same as a body of the API."""
    boxes: dict[str, Any] = {}
    for name, value in data.items():
        if isinstance(value, Mapping):
            boxes |= {f"{name}.{key}": str(item) for key, item in value.items()}
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            columns = dict.fromkeys(key for line in value for key in line)
            boxes |= {f"{name}.{key}": [str(line.get(key, "")) for line in value] for key in columns}
        elif isinstance(value, list):
            boxes[name] = [str(item) for item in value]
        else:
            boxes[name] = str(value).lower() if isinstance(value, bool) else str(value)
    return boxes


def refused(
    side: Side,
    case: Case,
    act: str,
    data: Mapping[str, Any],
    *,
    code: str,
    words: tuple[str, str] = ("", ""),
    status: int = 422,
    field: str | None = None,
    screen: bool = True,
) -> None:
    """The act is refused by both ways with ``code``; ``words`` stand in the sentence, in Chinese and in English."""
    for language, wanted in zip(LANGUAGES, words, strict=True):
        side.caller.language = side.visitor.language = language
        said = _by_api(side, case, act, data, code, status, field)
        assert wanted in said, said
        if screen:
            _by_screen(side, case, act, data, said)


def _by_api(
    side: Side, case: Case, act: str, data: Mapping[str, Any], code: str, status: int, field: str | None
) -> str:
    with nothing_written():
        response = side.api(case, act, data)
    problem = response.json()
    assert response.headers["Content-Type"] == "application/problem+json", problem
    fault = next((it for it in problem["errors"] if it["code"] == code), None)
    assert fault is not None, problem
    assert (response.status_code, fault.get("field") if field else field) == (status, field), problem
    return str(fault["detail"])


def _by_screen(side: Side, case: Case, act: str, data: Mapping[str, Any], said: str) -> None:
    with nothing_written(*SESSIONS):
        response = side.screen(case, act, data)
    assert response.status_code in {403, 409, 422}, response.content.decode()[:2000]
    assert said in html.unescape(response.content.decode()), said
