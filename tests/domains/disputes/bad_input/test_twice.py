"""The same act twice at once, and acts on what somebody else has changed meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.cases.models import Act
from tests.domains.disputes.bad_input.asking import Side, staff
from tests.domains.disputes.lives import TERMS, Mediation, a_mediation
from tests.factories.district import make_district
from tests.surface.api.calling import codes_of
from tests.untouched import nothing_written


@pytest.fixture
def committed(own_database: str) -> Mediation:
    """Give a mediation in a database of its own, where several connections see it."""
    district = make_district()
    with acting_as_system():
        return a_mediation(district, begun=timezone.localtime() - timedelta(days=10))


def at_once(tasks: list[Callable[[], Any]]) -> list[Any]:
    """Run all tasks at the same moment, each on a connection of its own."""
    start = Barrier(len(tasks))

    def run(task: Callable[[], Any]) -> Any:
        try:
            start.wait(30)
            return task()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def count(told: Mediation, key: str) -> int:
    """How often an act stands in the history."""
    with acting_as_system():
        return Act.objects.filter(case_id=told.case.pk, key=key).count()


@pytest.mark.own_database
def test_a_double_click_agrees_once(committed: Mediation) -> None:
    with acting_as_system():
        sides = [staff(committed.district, "mediator") for _ in range(2)]
    answers = at_once([lambda side=side: side.api(committed.case, "agree_oral", {"terms": TERMS}) for side in sides])  # type: ignore[misc]
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    late = next(answer for answer in answers if answer.status_code == 409)
    assert codes_of(late) <= {"act.not_open", "case.busy"}
    assert count(committed, "agree_oral") == 1


@pytest.mark.own_database
def test_a_double_click_on_a_signature_signs_once(committed: Mediation) -> None:
    with acting_as_system():
        committed.draft()
        sides = [staff(committed.district, "mediator") for _ in range(3)]
        data = {"party": committed.parties[0], "method": "signature", "signed_on": timezone.localdate().isoformat()}
    answers = at_once([lambda side=side: side.screen(committed.case, "sign", data).status_code for side in sides])  # type: ignore[misc]
    assert answers.count(302) == 1
    assert set(answers) <= {302, 409, 422}
    assert count(committed, "sign") == 1


def test_whoever_has_seen_an_older_state_is_told(told: Mediation, mediator: Side) -> None:
    seen = mediator.caller.get(f"/cases/{told.case.code}").headers["ETag"]
    told.do("director", "name_representatives", delegates=told.parties[:1])
    for language, words in (("zh-hans", "已"), ("en", "has")):
        mediator.caller.language = language
        with nothing_written():
            late = mediator.api(told.case, "agree_oral", {"terms": TERMS}, If_Match=seen)
        assert (late.status_code, codes_of(late)) == (412, {"case.moved_on"})
        assert words in late.json()["detail"]
    fresh = mediator.caller.get(f"/cases/{told.case.code}").headers["ETag"]
    assert mediator.api(told.case, "agree_oral", {"terms": TERMS}, If_Match=fresh).status_code == 200
