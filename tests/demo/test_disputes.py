"""The smallest year of disputes: all of it through the services, every state of every procedure, nobody in two places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise

import pytest
from django.db.models import Count, Max, Q
from django.utils import timezone

from minsheng.base.time import SHANGHAI
from minsheng.demo.disputes.fates import FATES
from minsheng.demo.disputes.plan import COUNTS, DisputePlanner
from minsheng.demo.disputes.summary import ACCOUNTS, disputes_lines
from minsheng.demo.loading import Reporter, load_cases
from minsheng.demo.models import DemoLoad
from minsheng.domains.disputes.agreements.queries import line_of
from minsheng.domains.disputes.models import Agency, Agreement, Handover, Instalment, Session, SessionMediator
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.access.models import Account
from minsheng.kernel.access.queries import actor_for
from minsheng.kernel.access.rules import visible
from minsheng.kernel.access.units import unit_registry
from minsheng.kernel.cases.models import Act, ActText, Case, Content
from minsheng.kernel.cases.rebuild import rebuild
from minsheng.kernel.cases.sweeping import sweep
from minsheng.kernel.deadlines.queries import current_calendar
from minsheng.kernel.facts.registry import ColumnType, fact_table, fact_tables
from minsheng.kernel.procedures.library import active_version, procedure_of
from tests import database
from tests.demo.conftest import NOW, SEED, Databases

SMALLEST = 1
WITHOUT_ROWS = {"disputes.warning"}  # raised by the nightly job, not by acts
FOLLOWING = ("disputes.confirmation", "disputes.referral")
TITLES = {"pcs-beijie", "pcs-nanguan", "sfs-140213050", "sfs-140213053", "court-xinwang", "court-majunying"}


def begun() -> DemoLoad:
    return DemoLoad.objects.create(seed=SEED, cases=10, disputes=SMALLEST, now=NOW)


@pytest.fixture(scope="module")
def year(offices: str, working_in: Databases) -> Iterator[DemoLoad]:
    """The loaded year; the tests of this module only look at it."""
    with database.copy_of(offices) as name, working_in(name):
        load = begun()
        load_cases(load, reporter=Reporter(), workers=1)
        with acting_as_system():
            yield load


def disputes() -> dict[str, list[Case]]:
    """All disputes by the key of their procedure."""
    found: dict[str, list[Case]] = {key: [] for key in (*COUNTS, *FOLLOWING)}
    for case in Case.objects.order_by("pk"):
        key = procedure_of(case.procedure_id).key
        if key in found:
            found[key].append(case)
    return found


def test_every_state_of_every_procedure_occurs(year: DemoLoad) -> None:
    for key, cases in disputes().items():
        assert {case.state for case in cases} == set(procedure_of(active_version(key).pk).states), key


def test_there_are_as_many_as_planned(year: DemoLoad) -> None:
    found = disputes()
    assert {key: len(found[key]) for key in COUNTS} == {key: len(fates) for key, fates in FATES.items()}
    whole = Counter(plot.procedure for plot in DisputePlanner(SEED, COUNTS["disputes.mediation"], NOW).plots())
    assert whole == COUNTS
    assert len({case.kind for case in found["disputes.mediation"]}) > 6
    whole_kinds = Counter(plot.kind for plot in DisputePlanner(SEED, 420, NOW).plots() if plot.procedure in FATES)
    assert set(procedure_of(active_version("disputes.mediation").pk).kinds) <= set(whole_kinds)


def test_rows_are_those_that_the_acts_make(year: DemoLoad) -> None:
    assert rebuild(write=False).differences == []
    counts = dict(Act.objects.values_list("case_id").annotate(n=Count("id")))
    assert counts == dict(Case.objects.values_list("id", "seq"))


def test_no_act_lies_in_the_future_or_before_another(year: DemoLoad) -> None:
    assert Act.objects.aggregate(last=Max("at"))["last"] <= NOW
    acts = Act.objects.order_by("case_id", "seq").values_list("case_id", "at")
    assert all(one[0] != other[0] or one[1] <= other[1] for one, other in pairwise(acts))


def test_nobody_and_no_room_is_in_two_sessions_at_once(year: DemoLoad) -> None:
    people = SessionMediator.objects.filter(live=True).values_list("account_id", "begins", "ends")
    rooms = Session.objects.exclude(room=None).exclude(state="cancelled").values_list("room_id", "begins", "ends")
    assert len(people) > 60
    for rows in (people, rooms):
        taken = sorted(rows)
        assert all(one[0] != other[0] or one[2] <= other[1] for one, other in pairwise(taken))
    assert set(Session.objects.values_list("state", flat=True)) >= {"planned", "held", "cancelled"}
    calendar = current_calendar()
    days = {at.astimezone(SHANGHAI).date() for at in Session.objects.values_list("begins", flat=True)}
    assert all(calendar.with_fallback().is_working_day(day) for day in days)
    assert Session.objects.filter(begins__gt=NOW, state="planned").exists()


def test_six_units_hold_a_title_granted_in_the_year(year: DemoLoad) -> None:
    held = [case for case in disputes()["disputes.award"] if case.state == "granted"]
    granted = [datetime.fromisoformat(str(case.facts["granted_at"])).astimezone(SHANGHAI).year for case in held]
    assert granted == [2023] * 6
    assert {unit_registry().by_id[case.lead_unit_id or 0].code for case in held} == TITLES
    assert Counter(case.kind for case in held) == {"police_station": 2, "judicial_office": 2, "court": 2}


def test_the_four_kinds_of_the_source_took_steps_in_disputes(year: DemoLoad) -> None:
    kinds = dict(Agency.objects.values_list("unit_id", "kind"))
    acts = Act.objects.filter(at__year=2023, case__code__regex=r"^(TJ|QR|WT|LT|ZT|XT|XF|JF|YJ)")
    stepped = {kinds.get(unit) for unit in acts.values_list("unit_id", flat=True)}
    assert stepped >= {"judicial", "petitions", "court", "committee", "police", "labour"}


def test_agreements_are_kept_late_broken_and_confirmed(year: DemoLoad) -> None:
    found = disputes()
    facts = [case.facts for case in found["disputes.mediation"]]
    assert any(it.get("breached_at") and it.get("performed_at") for it in facts)
    assert any(it.get("breached_at") and not it.get("performed_at") for it in facts)
    noted = Act.objects.filter(key="note_confirmation").values_list("data__ruling", flat=True)
    assert set(noted) >= {"valid", "rejected", "not_accepted", "withdrawn"}
    assert Agreement.objects.count() > 40
    ways = set(Handover.objects.values_list("way", flat=True))
    assert ways == {"confirmation", "court", "department", "reconsideration", "arbitration", "payment_order"}
    late = Case.objects.filter(~Q(escalation=0), code__regex=r"^(TJ|XF|JF|DB)")
    assert late.count() > 3


def test_nothing_of_the_year_is_left_open(year: DemoLoad) -> None:
    left = Case.objects.filter(closed_at__isnull=True, filed_at__year=2023)
    assert [(case.code, case.state) for case in left] == []


def test_accounts_that_people_try_have_something_to_do(year: DemoLoad) -> None:
    wanted = {
        "mediator": ("TJ", 3),
        "committee": ("TJ", 5),
        "justice": ("TJ", 20),
        "court": ("QR", 5),
        "petitions": ("XF", 20),
        "police_mediator": ("ZT", 4),
        "labour": ("LT", 5),
        "governance": ("JF", 10),
    }
    for username, (prefix, fewest) in wanted.items():
        actor = actor_for(Account.objects.get(username=username))
        rows = Case.objects.filter(code__startswith=prefix, closed_at__isnull=prefix != "QR")
        assert visible(rows, actor).count() >= fewest, username


def test_words_are_complete(year: DemoLoad) -> None:
    bodies = list(Content.objects.values_list("body", flat=True))
    texts = [*bodies, *ActText.objects.values_list("text", flat=True), *Case.objects.values_list("title", flat=True)]
    assert not [text for text in texts if "{" in text or "}" in text or "None" in text or not text]


def test_a_second_sweep_finds_nothing_left(year: DemoLoad) -> None:
    swept = sweep(NOW)
    assert (swept.done, swept.busy) == (0, 0)


def test_the_summary_names_accounts_that_have_work(year: DemoLoad) -> None:
    text = "".join(disputes_lines(year))
    assert f"disputes.petition {len(FATES['disputes.petition'])} (" in text
    lines = [line for line in text.splitlines() if line.endswith((" open", " sessions ahead"))]
    assert len(lines) == len(ACCOUNTS)
    assert not [line for line in lines if ": 0 open" in line]
    assert list(disputes_lines(DemoLoad(seed=1, cases=1, disputes=0, now=NOW))) == []


FITS = {
    ColumnType.INTEGER: int,
    ColumnType.DECIMAL: Decimal,
    ColumnType.NUMBER: float,
    ColumnType.TEXT: str,
    ColumnType.FLAG: bool,
    ColumnType.DAY: date,
    ColumnType.INSTANT: datetime,
}


def test_every_fact_fits_its_schema_and_tells_when_and_where(year: DemoLoad) -> None:
    for table in fact_tables():
        rows = list(table.rows(None))
        assert rows or table.key in WITHOUT_ROWS or table.key.startswith("grid."), table.key
        for at, column in enumerate(table.schema):
            held = {type(row[at]) for row in rows} - {type(None)}
            assert held <= {FITS[column.type]}, f"{table.key}.{column.name}"


def test_facts_of_agreements_say_what_the_plan_says(year: DemoLoad) -> None:
    table, today = fact_table("disputes.instalment"), timezone.localdate()
    names = table.column_names()
    told = {row["instalment_id"]: row for row in (dict(zip(names, row, strict=True)) for row in table.rows(None))}
    rows = Instalment.objects.filter(agreement__effective_at__isnull=False, agreement__dropped_at__isnull=True)
    lines = {row.pk: line_of(row) for row in rows}
    assert {pk: (row["state"], row["in_time"]) for pk, row in told.items()} == {
        pk: (line.state(today).value, line.paid_in_time) for pk, line in lines.items()
    }
    assert {row["state"] for row in told.values()} >= {"paid", "late"}


def test_every_agreement_in_force_is_a_fact(year: DemoLoad) -> None:
    table = fact_table("disputes.agreement")
    rows = [dict(zip(table.column_names(), row, strict=True)) for row in table.rows(None)]
    in_force = Agreement.objects.filter(effective_at__isnull=False, dropped_at__isnull=True)
    assert {row["agreement_id"] for row in rows} == set(in_force.values_list("pk", flat=True))
    confirmed = [row for row in rows if row["ruling"] == "valid"]
    assert confirmed
    assert all(row["confirmation_asked_on"] >= row["effective_on"] for row in confirmed)
    assert {row["in_time"] for row in rows if row["performed_on"] is not None} >= {True, False}
