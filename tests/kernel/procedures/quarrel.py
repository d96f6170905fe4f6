"""A procedure of the tests' own that uses everything which procedures may declare beyond what the hotline needs.

Two sides quarrel, a unit has it, mediators are named; somebody may be accused. Nothing of it is shipped.
"""

from __future__ import annotations

from collections.abc import Iterable

from minsheng.base.errors import Refusal
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.cases.entries import register_entries
from minsheng.kernel.cases.models import Case
from minsheng.kernel.procedures.registry import Question, effect, guard
from minsheng.kernel.procedures.schema import Procedure, parse
from minsheng.kernel.procedures.snapshot import Done, Snapshot

QUARREL = """
key     = "test.quarrel"
version = "2026.1"
realm   = "hotline"
prefix  = "TQ"
name    = { zh = "争执", en = "Quarrel" }
summary = { zh = "两方争执。", en = "Two sides quarrel." }
initial = "open"
final   = ["settled", "failed"]
kinds.plain = { zh = "普通", en = "Plain" }

[states]
open    = { zh = "待受理", en = "Open", public = { zh = "等待", en = "Waiting" } }
talking = { zh = "调处中", en = "Talking", public = { zh = "正在调处", en = "Being settled" } }
settled = { zh = "已了结", en = "Settled", public = { zh = "已了结", en = "Settled" } }
failed  = { zh = "未成", en = "Failed", public = { zh = "未成", en = "Failed" } }

[law]
act = { title = "某条例", title_en = "Some regulation", checked = 2026-01-01 }

[facts]
applicants       = { zh = "申请人", en = "Applicant", type = "parties", sees = true }
respondents      = { zh = "被申请人", en = "Respondent", type = "parties", sees = true }
mediators        = { zh = "调解员", en = "Mediators", type = "accounts", sees = true, public = true }
accused_people   = { zh = "被控告的人", en = "Accused persons", type = "parties", bars = true }
accused_accounts = { zh = "被控告的人员", en = "Accused officials", type = "accounts", bars = true }
accused_units    = { zh = "被控告的单位", en = "Accused units", type = "units", bars = true }
people           = { zh = "人数", en = "Persons concerned" }
amount           = { zh = "金额", en = "Amount", public = true }
level            = { zh = "难易", en = "Level" }
served_on        = { zh = "送达之日", en = "Served on" }
set_days         = { zh = "约定天数", en = "Days agreed" }
begun_at         = { zh = "开始时间", en = "Begun at", type = "instant", public = true }
talks            = { zh = "次数", en = "Talks", type = "count", public = true }
noted            = { zh = "记录", en = "Noted" }

[who]
filer      = { zh = "任何人", en = "Anybody", relation = "anyone" }
clerk      = { zh = "派单员", en = "Clerk", relation = "area", permission = "hotline.dispatch" }
worker     = { zh = "承办人", en = "Worker", relation = "lead", permission = "hotline.handle" }
reporter   = { zh = "报告人", en = "Reporter", relation = "reporter" }
party      = { zh = "当事人", en = "Party", relation = "party" }
respondent = { zh = "被申请人", en = "Respondent", relation = "party", fact = "respondents" }
mediator   = { zh = "调解员", en = "Mediator", relation = "named", fact = "mediators" }

[fields]
unit             = { zh = "单位", en = "Unit", type = "unit" }
people           = { zh = "人数", en = "Persons concerned", type = "integer", min = 1, max = 500 }
amount           = { zh = "金额", en = "Amount", type = "money", public = true }
level.zh         = "难易"
level.en         = "Level"
level.type       = "choice"
level.choices.simple = { zh = "简易", en = "Simple" }
level.choices.hard   = { zh = "疑难", en = "Hard" }
other_party      = { zh = "对方", en = "Other party", type = "person" }
one              = { zh = "一方", en = "One of them", type = "party", of = "respondents" }
present          = { zh = "到场的", en = "Present", type = "parties" }
mediators        = { zh = "调解员", en = "Mediators", type = "accounts" }
accused_people   = { zh = "被控告的人", en = "Accused person", type = "person" }
accused_accounts = { zh = "被控告的人员", en = "Accused officials", type = "accounts" }
accused_units    = { zh = "被控告的单位", en = "Accused units", type = "units" }
served_on        = { zh = "送达之日", en = "Served on", type = "date", past = true }
begins           = { zh = "开始", en = "Begins", type = "instant" }
room             = { zh = "房间", en = "Room", type = "entry", of = "test.room" }
rooms            = { zh = "备用房间", en = "Other rooms", type = "entries", of = "test.room" }
set_days         = { zh = "约定天数", en = "Days agreed", type = "integer", min = 1, max = 90 }
days             = { zh = "延长天数", en = "Days", type = "integer", min = 1, max = 90 }
ground           = { zh = "理由", en = "Ground", type = "text" }
remark           = { zh = "说明", en = "Remark", type = "text" }
statement        = { zh = "陈述", en = "Statement", type = "text", public = true }
papers           = { zh = "材料", en = "Papers", type = "files" }

[fields.plan]
zh   = "分期"
en   = "Instalments"
type = "rows"
max  = 4
columns.due   = { zh = "日期", en = "Due", type = "date" }
columns.paid  = { zh = "金额", en = "Amount", type = "money" }
columns.payer = { zh = "付款人", en = "Payer", type = "party", optional = true }

[act.file]
zh     = "报告"
en     = "File"
from   = ""
to     = "open"
who    = ["filer"]
needs  = ["test_two_sides"]
does   = ["file", "join_reporter:applicants", "join:respondents:other_party"]
keeps  = ["people", "amount", "level"]
fields = { people = "optional", amount = "optional", level = "optional", other_party = "optional", papers = "optional" }
notify = [{ to = "reporter", template = "filed" }, { to = "parties", template = "progress" }]
law    = "act 1"

[act.give]
zh     = "派单"
en     = "Give"
from   = ["open"]
to     = "talking"
who    = ["clerk"]
does   = ["assign"]
fields = { unit = "required" }
notify = [{ to = "lead", template = "assigned" }]
law    = "act 2"

[act.accuse]
zh     = "记载被控告人"
en     = "Accuse"
from   = "*"
to     = "="
who    = ["clerk", "reporter"]
does   = ["join:accused_people:accused_people", "add:accused_accounts:accused_accounts", "add:accused_units:accused_units"]
fields = { accused_people = "optional", accused_accounts = "optional", accused_units = "optional" }
law    = "act 3"

[act.name]
zh     = "指定调解员"
en     = "Name mediators"
from   = ["talking"]
to     = "="
who    = ["worker", "clerk"]
does   = ["put:mediators:mediators"]
fields = { mediators = "required" }
notify = [{ to = "named", template = "progress" }]
law    = "act 4"

[act.unname]
zh     = "更换调解员"
en     = "Drop mediators"
from   = ["talking"]
to     = "="
who    = ["worker", "clerk"]
does   = ["drop:mediators:mediators"]
fields = { mediators = "required" }
law    = "act 4"

[act.offer]
zh     = "自荐"
en     = "Offer oneself"
from   = ["talking"]
to     = "="
who    = ["worker"]
does   = ["name_self:mediators"]
law    = "act 4"

[act.dismiss]
zh     = "排除当事人"
en     = "Dismiss"
from   = ["talking"]
to     = "="
who    = ["mediator", "clerk"]
does   = ["drop:respondents:one"]
fields = { one = "required" }
law    = "act 4"

[act.summon]
zh     = "追加当事人"
en     = "Summon"
from   = ["open", "talking"]
to     = "="
who    = ["clerk", "mediator"]
does   = ["join:respondents:other_party"]
fields = { other_party = "required" }
law    = "act 4"

[act.serve]
zh     = "送达"
en     = "Serve"
from   = ["talking"]
to     = "="
who    = ["mediator", "clerk"]
keeps  = ["served_on", "set_days"]
stamps = ["begun_at"]
fields = { served_on = "required", set_days = "optional" }
law    = "act 5"

[act.talk]
zh     = "谈话"
en     = "Talk"
from   = ["talking"]
to     = "="
who    = ["mediator"]
needs  = ["fact:begun_at", "in_time:answer"]
does   = ["test_note:remark"]
counts = ["talks"]
fields = { begins = "required", room = "optional", rooms = "optional", present = "optional", remark = "optional" }
notify = [{ to = "parties", template = "progress" }, { to = "named", template = "progress" }]
says   = { zh = "双方谈话", en = "Both sides talked" }
law    = "act 6"

[act.respond]
zh     = "答复"
en     = "Respond"
from   = ["open", "talking"]
to     = "="
who    = ["respondent"]
does   = ["test_note:statement"]
fields = { statement = "required", plan = "optional", amount = "optional", papers = "optional" }
keeps  = ["amount"]
law    = "act 7"

[act.speak]
zh     = "补充"
en     = "Speak"
from   = "*"
to     = "="
who    = ["party"]
fields = { remark = "required" }
law    = "act 7"

[act.drop_it]
zh     = "撤回"
en     = "Drop it"
from   = "*"
to     = "failed"
who    = ["reporter"]
does   = ["test_close"]
law    = "act 8"

[act.begin_again]
zh     = "重新开始"
en     = "Begin again"
from   = ["talking"]
to     = "="
who    = ["mediator"]
clears = ["begun_at", "talks"]
law    = "act 8"

[act.prolong]
zh     = "延长"
en     = "Prolong"
from   = ["talking"]
to     = "="
who    = ["mediator"]
fields = { days = "required", ground = "required" }
law    = "act 9"

[act.settle]
zh     = "了结"
en     = "Settle"
from   = ["talking"]
to     = "settled"
who    = ["mediator"]
needs  = ["fact:talks"]
does   = ["test_close"]
notify = [{ to = "parties", template = "progress", into = ["settled"] }]
law    = "act 10"

[act.give_up]
zh     = "未成"
en     = "Give up"
from   = ["talking"]
to     = "failed"
who    = ["mediator"]
needs  = ["out_of_time:answer"]
does   = ["test_close"]
law    = "act 10"

[act.sue]
zh     = "起诉"
en     = "Sue"
from   = ["settled"]
to     = "="
who    = ["party"]
needs  = ["in_time:remedy", "no_fact:noted"]
law    = "act 11"

[clock.answer]
zh     = "调处时限"
en     = "To settle"
from   = ["serve"]
within = ["talking"]
until  = ["begin_again"]
counts_from = "served_on"
runs   = [
  { where = { level = ["simple"] }, term = "P3D", days = "calendar" },
  { term = "P10D", days = "calendar", days_from = "set_days" },
]
extend = { act = "prolong", days_field = "days", days = "calendar", law = "act 9" }
missed = "warn"
law    = "act 6"

[clock.remedy]
zh     = "救济时限"
en     = "For a remedy"
from   = ["settle"]
until  = ["sue"]
outlives = true
runs   = [{ term = "P60D", days = "calendar" }]
missed = "warn"
law    = "act 11"
"""


@guard("test_two_sides", fields=("other_party",))
def two_sides(question: Question) -> Refusal | None:
    """须有两方 · Nobody quarrels with itself: the other side has another telephone than 13834567890."""
    other = question.data.get("other_party")
    same = isinstance(other, dict) and other.get("phone") == "13834567890"
    return Refusal("party.not_of_case", "other_party", status=422, id=0) if same else None


@effect("test_note", takes=("field",), facts=("noted",))
def note(snapshot: Snapshot, done: Done, field: str) -> None:
    """Something is noted in a table of the tests' module."""


@effect("test_close")
def close(snapshot: Snapshot, done: Done) -> None:
    """The case is over: its parts end with it."""
    snapshot.closed_at, snapshot.outcome = done.at, done.key
    for part in snapshot.assignments:
        if part.ended_at is None:
            part.ended_at, part.outcome = done.at, done.key


class Rooms:
    """Three rooms, of which the last is not for naming."""

    rooms = {1: ("一号室", "Room 1"), 2: ("二号室", "Room 2"), 3: ("旧室", "Old room")}

    def known(self, ids: list[int], by: Actor, case: Case | None) -> set[int]:
        """Rooms 1 and 2."""
        return {1, 2}.intersection(ids)

    def choices(self, by: Actor, case: Case | None, language: str) -> list[tuple[int, str]]:
        """Rooms 1 and 2."""
        return [(pk, name) for pk, name in self.names([1, 2], language).items()]

    def names(self, ids: Iterable[int], language: str) -> dict[int, str]:
        """All three."""
        return {pk: self.rooms[pk][language.startswith("en")] for pk in ids if pk in self.rooms}


register_entries("test.room", Rooms())


def quarrel() -> Procedure:
    """The procedure."""
    return parse(QUARREL)
