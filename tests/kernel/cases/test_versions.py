"""A running case lives under the version that it began under; new cases begin under the active one."""

from __future__ import annotations

import pytest

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.rebuild import rebuild
from minsheng.kernel.procedures.library import active_version
from minsheng.kernel.procedures.models import ActiveProcedure
from minsheng.kernel.procedures.services import activate_version, release_procedure
from tests.factories.district import District
from tests.kernel.cases.support import Office, at, filed

SYSTEM = Actor.system("import")
FILED = at("2025-03-03 09:00")


def stricter() -> str:
    """The next version: two working days, and only the reviewer may add."""
    source = active_version("hotline.order").source
    for old, new in (
        ('version = "2026.1"', 'version = "2026.2"'),
        ('{ term = "P5D", days = "working", law = "jn24" }', '{ term = "P2D", days = "working", law = "jn24" }'),
    ):
        assert source.count(old) == 1
        source = source.replace(old, new)
    adding = source.index("[act.add]")
    return source[:adding] + source[adding:].replace('who = ["reporter", "dispatcher"]', 'who = ["reviewer"]', 1)


def due_of(case: Case) -> object:
    return case.clocks.get(key="handle", run=1).due_at


def test_a_running_case_keeps_its_version(district: District) -> None:
    old = Office(district, filed(FILED))
    release_procedure(by=SYSTEM, source=stricter())
    new = Office(district, filed(FILED))
    look_as_system()
    assert [str(office.fresh().procedure) for office in (old, new)] == ["hotline.order@2026.1", "hotline.order@2026.2"]
    assert (due_of(old.case), due_of(new.case)) == (at("2025-03-11 00:00"), at("2025-03-06 00:00"))
    old.do("dispatcher", "add", at("2025-03-04 09:00"), message="补充")
    assert new.refused("dispatcher", "add", at("2025-03-04 09:00"), message="补充") == "act.not_your_role"
    new.do("reviewer", "add", at("2025-03-04 09:00"), message="补充")
    assert rebuild(write=False).differences == []


def test_a_restart_under_an_old_version_keeps_its_terms(district: District) -> None:
    old = Office(district, filed(FILED))
    release_procedure(by=SYSTEM, source=stricter())
    old.do("dispatcher", "redirect", at("2025-03-03 10:00"), route="court", message="请起诉")
    old.do("reporter", "appeal", at("2025-03-04 10:00"), message="不服")
    look_as_system()
    assert old.case.clocks.get(key="handle", run=2).due_at == at("2025-03-12 00:00")


def test_the_former_version_can_be_taken_up_again(district: District) -> None:
    former = active_version("hotline.order")
    release_procedure(by=SYSTEM, source=stricter())
    activate_version(by=SYSTEM, version=former)
    look_as_system()
    assert str(filed(FILED).procedure) == "hotline.order@2026.1"


def test_without_an_active_version_nothing_can_be_filed(district: District) -> None:
    with pytest.raises(ActiveProcedure.DoesNotExist):
        filed(procedure="hotline.nothing")
    look_as_system()
    assert Case.objects.count() == 0
