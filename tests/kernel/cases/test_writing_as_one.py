"""Several writes sent as one statement."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.cases.inserting import as_one, insert_rows, send, together, update_rows
from minsheng.kernel.cases.models import Act, ActText, Case
from tests.factories.district import District
from tests.kernel.cases.support import Office, at, filed

pytestmark = pytest.mark.django_db


def text(office: Office, field: str) -> dict[str, object]:
    return {"case_id": office.case.pk, "seq": 1, "field": field, "text": "𠮷", "public": False}


def stored(office: Office) -> set[str]:
    return set(ActText.objects.filter(case=office.case, field__startswith="x").values_list("field", flat=True))


@pytest.fixture
def office(district: District) -> Office:
    office = Office(district, filed(at("2025-03-03 09:00")))
    look_as_system()
    return office


def test_a_block_is_one_statement(office: Office) -> None:
    with CaptureQueriesContext(connection) as sent, as_one():
        insert_rows(ActText, [text(office, "x1"), text(office, "x2")])
        update_rows(Case, ("id",), [{"id": office.case.pk, "title": "新题"}])
    assert len(sent.captured_queries) == 1
    assert stored(office) == {"x1", "x2"}
    assert Case.objects.get(pk=office.case.pk).title == "新题"


def test_a_block_inside_another_is_a_part_of_it(office: Office) -> None:
    with CaptureQueriesContext(connection) as sent, together(), as_one():
        insert_rows(ActText, [text(office, "x1")])
        with as_one():
            insert_rows(ActText, [text(office, "x2")])
        assert not sent.captured_queries
    assert stored(office) == {"x1", "x2"}


def test_after_an_exception_nothing_is_sent(office: Office) -> None:
    with pytest.raises(ValueError, match="no"), as_one():
        insert_rows(ActText, [text(office, "x1")])
        raise ValueError("no")
    assert stored(office) == set()
    send("SELECT 1", [])  # and later writes are not kept


def test_when_one_part_fails_no_part_is_written(office: Office) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), as_one():
        insert_rows(ActText, [text(office, "x1")])
        act = Act.objects.filter(case=office.case).values().first()
        assert act is not None
        insert_rows(Act, [{name: value for name, value in act.items() if name != "id"}])
    assert stored(office) == set()


def test_an_empty_block_sends_nothing(office: Office) -> None:
    with CaptureQueriesContext(connection) as sent, as_one():
        insert_rows(ActText, [])
    assert not sent.captured_queries
