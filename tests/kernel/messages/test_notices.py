"""Notices on the screen: to an account, a party, a unit, or whoever works for an area; and to nobody else."""

from __future__ import annotations

from datetime import date

import pytest

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.enums import UnitKind
from minsheng.kernel.access.models import Account, Unit
from minsheng.kernel.areas.models import Area
from minsheng.kernel.areas.services import AreaRow, import_areas
from minsheng.kernel.messages.addresses import Recipient, ToAccount, ToArea, ToParty, ToUnit
from minsheng.kernel.messages.models import Channel
from minsheng.kernel.messages.queries import notices_for, sendings_of_case, unread_count
from minsheng.kernel.messages.services import mark_notices_read
from minsheng.kernel.parties.models import Party
from tests.kernel.messages.conftest import enqueue, poster


def _notify(to: Recipient, key: str, **more: object) -> None:
    enqueue(to, channel=Channel.INAPP, dedup_key=key, **more)


def _texts(by: Actor) -> list[str]:
    return [notice.subject for notice in notices_for(by)]


def test_an_account_reads_its_own(account: Account) -> None:
    other = Account.objects.create(username="other", display_name="赵科员")
    _notify(ToAccount(account.pk), "a", template="tests.assigned", audience="handler", case_id=5)
    _notify(ToAccount(other.pk), "b", template="tests.assigned", audience="handler")
    (notice,) = notices_for(Actor(account_id=account.pk, name="李科员"))
    assert (notice.subject, notice.body, notice.case_id, notice.read_at) == (
        "新派单",
        "HL261123-7K3Q9F派给您。",
        5,
        None,
    )
    assert notices_for(Actor.anonymous()) == []
    assert notices_for(Actor.system()) == [], "the system has no screen"


def test_a_party_reads_its_own_with_its_name(resident: Party) -> None:
    _notify(ToParty(resident.pk), "a")
    (notice,) = notices_for(Actor(account_id=9, party_id=resident.pk, name="王小明"))
    assert notice.body == "王小明，您的事项HL261123-7K3Q9F已受理。"


def test_a_unit_is_read_by_whoever_has_a_post_in_it(as_system: None) -> None:
    unit = Unit.objects.create(code="u", name="城管局", kind=UnitKind.DEPARTMENT, valid_from=date(2020, 1, 1))
    _notify(ToUnit(unit.pk), "a")
    assert len(notices_for(poster(unit_id=unit.pk))) == 1
    assert notices_for(poster(unit_id=unit.pk + 1)) == []


@pytest.fixture
def areas(as_system: None) -> dict[str, int]:
    """A district with two sub-districts; ids by code."""
    rows = [AreaRow("140213", "平城区"), AreaRow("140213050", "永泰街道"), AreaRow("140213051", "古城街道")]
    import_areas(by=Actor.system(), rows=rows, valid_from=date(2020, 1, 1))
    return dict(Area.objects.values_list("code", "id"))


def test_an_area_is_read_by_posts_that_reach_it_with_the_permission(areas: dict[str, int]) -> None:
    _notify(ToArea(areas["140213050"], needs="hotline.dispatch"), "a")
    for code, permissions, count in [
        ("140213050", ("hotline.dispatch",), 1),
        ("140213", ("hotline.dispatch",), 1),
        ("140213051", ("hotline.dispatch",), 0),
        ("140213050", ("hotline.read",), 0),
    ]:
        assert len(notices_for(poster(*permissions, area_id=areas[code]))) == count, (code, permissions)
    _notify(ToArea(areas["140213050"]), "b")
    assert len(notices_for(poster(area_id=areas["140213"]))) == 1


def test_pages_unread_and_reading(account: Account) -> None:
    by = Actor(account_id=account.pk)
    for number in range(5):
        _notify(ToAccount(account.pk), str(number), template="tests.assigned", audience="handler")
    first = notices_for(by, limit=2)
    second = notices_for(by, limit=2, before_id=first[-1].notice_id)
    assert [n.notice_id for n in first + second] == sorted((n.notice_id for n in first + second), reverse=True)
    ids = [notice.notice_id for notice in first]
    assert mark_notices_read(by=Actor(account_id=account.pk + 1), notice_ids=ids) == 0
    assert mark_notices_read(by=by, notice_ids=ids) == 2
    assert mark_notices_read(by=by, notice_ids=ids) == 0
    assert (unread_count(by), len(notices_for(by, unread_only=True)), unread_count(by, most=2)) == (3, 3, 2)


def test_what_became_of_the_messages_of_a_case(resident: Party) -> None:
    enqueue(ToParty(resident.pk), case_id=5)
    enqueue(ToParty(resident.pk), case_id=6, dedup_key="other")
    (sending,) = sendings_of_case(5)
    assert (sending.channel, sending.sent_at, sending.failed_at, sending.error) == ("sms", None, None, "")
    assert sending.body.startswith("…：您的事项")
