"""Notices on the screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from minsheng.kernel.cases.models import Case
from tests.factories.district import District
from tests.surface.web.browsing import Visitor, form_values
from tests.surface.web.working import dispatched

Staff = Callable[[str], Visitor]


def test_a_unit_is_told_and_may_mark_it_as_read(district: District, staff: Staff, filed: Callable[..., Case]) -> None:
    case = dispatched(district, filed())
    clerk = staff("housing")
    html = clerk.text("notices")
    assert f'href="/desk/cases/{case.code}/"' in html
    assert html.count("is-new") == 1
    assert clerk.post("notices_read", data=form_values(clerk.get("notices"))).status_code == 302
    assert "is-new" not in clerk.text("notices")
    assert "没有通知" in staff("water").text("notices")


def test_nobody_marks_what_others_have_to_read(district: District, staff: Staff, filed: Callable[..., Case]) -> None:
    dispatched(district, filed())
    values = form_values(staff("housing").get("notices"))
    staff("water").post("notices_read", data=values)
    assert staff("housing").text("notices").count("is-new") == 1


@pytest.mark.parametrize("numbers", [["x"], ["-1"], ["9" * 30], []])
def test_broken_numbers_are_harmless(staff: Staff, numbers: list[str]) -> None:
    assert staff("housing").post("notices_read", data={"notice": numbers}).status_code == 302
    assert staff("housing").get("notices", before="x").status_code == 200


def test_they_go_on_by_key(
    district: District, staff: Staff, filed: Callable[..., Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("minsheng.surface.web.portal.notices.PAGE", 1)
    for number in range(2):
        dispatched(district, filed(title=str(number)))
    first = staff("housing").text("notices")
    before = first.partition('href="?before=')[2].partition('"')[0]
    second = staff("housing").text("notices", before=before)
    assert first.count('class="matter ') == second.count('class="matter ') == 1
    assert 'rel="next"' not in second
