"""Who is told of an act: each party once, those whom the case names, and nobody whom it bars."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

import pytest
from django.utils import timezone

from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.cases.linking import add_party
from minsheng.kernel.cases.loading import load_snapshot
from minsheng.kernel.cases.telling import send_news
from minsheng.kernel.messages.models import Outbox
from minsheng.kernel.messages.queries import notices_for
from minsheng.kernel.procedures.library import procedure_of
from tests.factories.district import SYSTEM, District
from tests.kernel.cases.quarrels import Quarrel
from tests.kernel.cases.support import filed

_SEQ = count(1000)
"""A message goes out once for an act, so each time is another act."""


def told(quarrel: Quarrel, *audiences: str) -> list[tuple[str, int | None]]:
    """Who is told by notices to these audiences: kind and id of each, as often as it is told."""
    look_as_system()
    case = quarrel.fresh()
    last = Outbox.objects.order_by("-id").values_list("id", flat=True).first() or 0
    templates = {"lead": "assigned", "handler": "overdue", "reporter": "filed", "dispatcher": "returned"}
    news = [(audience, templates.get(audience, "progress")) for audience in audiences]
    snapshot = load_snapshot(case)
    send_news(case, procedure_of(case.procedure_id), news, next(_SEQ), snapshot, snapshot)
    rows = Outbox.objects.filter(id__gt=last).order_by("id")
    return [_who(row) for row in rows]


def _who(row: Outbox) -> tuple[str, int | None]:
    named = {"party": row.party_id, "account": row.account_id, "unit": row.unit_id}
    return next(((kind, pk) for kind, pk in named.items() if pk is not None), ("area", None))


@pytest.fixture
def quarrel(district: District) -> Quarrel:
    """With two mediators."""
    made = Quarrel(district)
    made.begin("water", "gucheng")
    return made


def test_all_parties_are_told_each_once_with_the_code_by_which_they_follow(quarrel: Quarrel) -> None:
    reporter, other = quarrel.fresh().reporter_id, quarrel.party()
    assert told(quarrel, "parties") == [("party", reporter), ("party", other)]
    message = Outbox.objects.filter(party_id=other).latest("id")
    assert quarrel.case.code in message.body
    assert message.channel == "sms"


def test_the_reporter_is_not_told_twice(quarrel: Quarrel) -> None:
    reporter, other = quarrel.fresh().reporter_id, quarrel.party()
    assert told(quarrel, "reporter", "parties") == [("party", reporter), ("party", other)]
    assert told(quarrel, "parties", "reporter") == [("party", other), ("party", reporter)]


def test_at_filing_each_side_is_told_by_its_own_words(district: District) -> None:
    quarrel = Quarrel(district)
    look_as_system()
    rows = Outbox.objects.filter(case_id=quarrel.case.pk, channel="sms").order_by("id")
    found = [(row.party_id, row.template.key, row.template.audience) for row in rows]
    assert found == [(quarrel.case.reporter_id, "filed", "reporter"), (quarrel.party(), "progress", "parties")]


def test_who_was_let_in_by_hand_is_a_party_too(quarrel: Quarrel) -> None:
    third = filed(phone="13911113333", name="孙七").reporter_id
    add_party(by=SYSTEM, case_id=quarrel.case.pk, party_id=third or 0, role="neighbour", sees_case=True)
    assert ("party", third) in told(quarrel, "parties")


def test_those_named_are_told_and_a_handler_among_them_once(quarrel: Quarrel) -> None:
    water, gucheng = quarrel.account("water"), quarrel.account("gucheng")
    assert told(quarrel, "named") == [("account", water), ("account", gucheng)]
    (notice,) = notices_for(quarrel.district.actor("gucheng"))[:1]
    assert quarrel.case.code in notice.body


def test_whom_the_case_bars_is_told_of_nothing(quarrel: Quarrel) -> None:
    gucheng, reporter = quarrel.account("gucheng"), quarrel.fresh().reporter_id
    head = quarrel.account("housing_head")
    quarrel.do("dispatcher", "accuse", accused_people=quarrel.party(), accused_accounts=[gucheng, head])
    assert told(quarrel, "parties") == [("party", reporter)]
    assert told(quarrel, "named") == [("account", quarrel.account("water"))]


def test_a_unit_is_told_person_by_person_where_somebody_is_barred(quarrel: Quarrel) -> None:
    """A notice to a unit is read by whoever holds a post in it, now or later."""
    assert told(quarrel, "lead") == [("unit", quarrel.district.unit("housing"))]
    quarrel.do("dispatcher", "accuse", accused_accounts=[quarrel.account("housing_head")])
    assert told(quarrel, "lead") == [("account", quarrel.account("housing"))]
    quarrel.do("dispatcher", "accuse", accused_units=[quarrel.district.unit("housing")])
    assert told(quarrel, "lead") == []


def test_posts_by_area_are_told_person_by_person_where_somebody_is_barred(quarrel: Quarrel) -> None:
    quarrel.do("reporter", "accuse", accused_units=[quarrel.district.unit("water")])
    dispatchers = told(quarrel, "dispatcher")
    assert dispatchers == [("account", quarrel.account("dispatcher"))]
    quarrel.do("reporter", "accuse", accused_accounts=[quarrel.account("dispatcher")])
    assert told(quarrel, "dispatcher") == []


def test_history_is_no_news(district: District) -> None:
    quarrel = Quarrel(district, at=timezone.now() - timedelta(days=3))
    look_as_system()
    assert not Outbox.objects.filter(case_id=quarrel.case.pk).exists()
