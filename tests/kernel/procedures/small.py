"""A small procedure with one of everything, and ways to break it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from typing import Any

from minsheng.kernel.procedures.schema import Procedure

SMALL = """
key     = "test.matter"
version = "2026.1"
realm   = "hotline"
prefix  = "TM"
name    = { zh = "小事", en = "Small matter" }
summary = { zh = "一个小程序。", en = "A small procedure." }
initial = "open"
final   = ["done"]
kinds.plain = { zh = "普通", en = "Plain" }
kinds.odd   = { zh = "特殊", en = "Odd" }

[states]
open    = { zh = "待办", en = "Open", public = { zh = "等待办理", en = "Waiting" } }
working = { zh = "办理中", en = "Working", public = { zh = "正在办理", en = "In work" } }
waiting = { zh = "待补充", en = "Asked", public = { zh = "请补充", en = "Please answer" } }
done    = { zh = "办结", en = "Done", public = { zh = "已办结", en = "Finished" } }

[law]
act   = { title = "某条例", title_en = "Some regulation", checked = 2026-01-01 }
local = { title = "某办法", title_en = "Some rules", checked = 2026-01-01, local = true }

[who]
filer  = { zh = "任何人", en = "Anybody", relation = "anyone" }
clerk  = { zh = "派单员", en = "Clerk", relation = "area", permission = "hotline.dispatch" }
worker = { zh = "承办人", en = "Worker", relation = "lead", permission = "hotline.handle" }
system = { zh = "系统", en = "System", relation = "system" }

[fields]
unit       = { zh = "单位", en = "Unit", type = "unit" }
days       = { zh = "天数", en = "Days", type = "integer", min = 1, max = 9 }
ground     = { zh = "理由", en = "Ground", type = "text" }
evidence   = { zh = "佐证", en = "Evidence", type = "files" }
step       = { zh = "级次", en = "Rung", type = "integer" }
verdict.zh = "意见"
verdict.en = "Verdict"
verdict.type = "choice"
verdict.choices.pass = { zh = "通过", en = "Pass" }
verdict.choices.back = { zh = "退回", en = "Back" }
late_clock.zh = "时限"
late_clock.en = "Clock"
late_clock.type = "choice"
late_clock.choices.work = { zh = "办理", en = "Work" }

[act]
file   = { zh = "受理", en = "File", from = "", to = "open", who = ["filer"], does = ["file"], law = "act 1" }
ask    = { zh = "补正", en = "Ask", from = ["working"], to = "waiting", who = ["worker"], does = ["ask"], law = "act 3" }
reply  = { zh = "补充", en = "Reply", from = ["waiting"], to = "working", who = ["clerk", "system"], law = "act 4" }

[act.give]
zh     = "派单"
en     = "Give"
from   = ["open"]
to     = "working"
who    = ["clerk"]
does   = ["assign"]
fields = { unit = "required" }
law    = "act 2"

[act.extend]
zh     = "延期"
en     = "Extend"
from   = ["working"]
to     = "="
who    = ["worker"]
fields = { days = "required", ground = "required" }
law    = "act 5"

[act.judge]
zh     = "审核"
en     = "Judge"
from   = ["working"]
to     = { field = "verdict", cases = { pass = "done", back = "open" } }
who    = ["clerk"]
needs  = ["handler_is_not_rater", "evidence_attached"]
fields = { verdict = "required", evidence = "optional" }
law    = "act 6"

[act.late]
zh     = "升级"
en     = "Escalate"
from   = "*"
to     = "="
who    = ["system"]
does   = ["escalate"]
fields = { step = "required", late_clock = "required" }
law    = "local"

[clock.work]
zh     = "办理时限"
en     = "To work"
from   = ["file", "judge"]
within = ["open", "working", "waiting"]
until  = []
runs   = [{ kind = ["odd"], term = "P1D", days = "working", law = "local 特殊" }, { term = "P5D", days = "working" }]
pause  = ["ask"]
resume = ["reply"]
extend = { act = "extend", days_field = "days", max = "P9D", days = "working", count = 1, law = "act 5" }
missed = "escalate"
law    = "act 7"

[clock.wait]
zh     = "等待时限"
en     = "To answer"
from   = ["ask"]
within = ["waiting"]
runs   = [{ term = "P3D", days = "calendar" }]
missed = "lapse"
lapse  = "reply"
law    = "act 8"

[[ladder]]
clock = "work"
act   = "late"
steps = [{ after = "PT0H", days = "calendar", tell = ["lead"] }, { after = "P1D", days = "working", tell = ["district"] }]
"""

Change = Callable[[dict[str, Any]], object]


def small() -> dict[str, Any]:
    """The content of the small procedure, fit to be broken."""
    return tomllib.loads(SMALL)


def procedure(change: Change | None = None) -> Procedure:
    """The small procedure, changed."""
    content = small()
    if change is not None:
        change(content)
    return Procedure.model_validate(content)
