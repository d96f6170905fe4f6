"""Every table that holds something of a case or of a person is closed by row-level security, new tables too."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import ForeignKey, Model

OF_CASES_AND_PEOPLE = {"cases.Case", "parties.Party"}


def pointing() -> dict[str, type[Model]]:
    """Tables with a foreign key to a case, a person, or to a table that has one."""
    found: dict[str, type[Model]] = {}
    wanted, size = set(OF_CASES_AND_PEOPLE), -1
    while size != len(found):
        size = len(found)
        for model in apps.get_models():
            if model._meta.managed and any(_target(field) in wanted for field in model._meta.get_fields()):
                found[model._meta.db_table] = model
                wanted.add(model._meta.label)
    return found


def _target(field: object) -> str:
    related = field.related_model if isinstance(field, ForeignKey) else None
    return related._meta.label if related is not None and not isinstance(related, str) else ""


@pytest.mark.django_db
def test_no_table_of_cases_or_people_is_open() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, c.relrowsecurity, count(p.oid) FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid "
            "WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace GROUP BY 1, 2"
        )
        closed = {name for name, is_on, policies in cursor.fetchall() if is_on and policies}
    tables = pointing()
    assert len(tables) > 20
    assert {"cases_case", "disputes_session", "disputes_casewarning", "grid_visit"} <= closed
    assert not set(tables) - closed
