"""Tables of modules are made again from acts: compared without a trace, and restored with the same keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, models
from django.utils import timezone

from minsheng.base.errors import Refusal
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.cases.models import ActText, Case, CaseParty
from minsheng.kernel.cases.reactions import Change, react, reaction, row_id
from minsheng.kernel.cases.rebuild import rebuild
from minsheng.kernel.cases.remaking import register_projection, unregister_projection
from tests.factories.district import District
from tests.kernel.cases.quarrels import Quarrel


class NoteBook(models.Model):
    """A table of a module: one row for each act that notes something; later acts may name it."""

    id = models.BigIntegerField(primary_key=True)
    case = models.ForeignKey(Case, models.DO_NOTHING, related_name="+", db_constraint=False)
    made_at = models.DateTimeField()
    text = models.TextField()

    class Meta:
        app_label = "tests_of_reactions"
        db_table = "notebook"

    def __str__(self) -> str:
        return str(self.pk)


class NoteLine(models.Model):
    """Rows that point to another row of the same projection; nobody names them."""

    case = models.ForeignKey(Case, models.DO_NOTHING, related_name="+", db_constraint=False)
    book = models.ForeignKey(NoteBook, models.DO_NOTHING, related_name="+", db_constraint=False)
    word = models.TextField()

    class Meta:
        app_label = "tests_of_reactions"
        db_table = "noteline"

    def __str__(self) -> str:
        return str(self.pk)


REACHED: list[int] = []
TABLES: list[str] = []


@reaction("test_note")
def write_note(change: Change, field: str) -> None:
    """Write a book with a line for each character."""
    if not TABLES:  # other tests have none
        return
    text = change.texts.get(field, "")
    if not change.is_replay and text == "占用":
        raise Refusal("entry.unknown", "room", id=0, name="", name_en="")
    book = NoteBook.objects.create(id=row_id(change), case_id=change.case.pk, made_at=change.done.at, text=text)
    NoteLine.objects.bulk_create(NoteLine(case_id=change.case.pk, book=book, word=word) for word in text)


@reaction("test_note", replayed=False)
def reach_further(change: Change, field: str) -> None:
    """What a rebuild must not do again, as opening another case."""
    REACHED.append(change.done.seq)


@pytest.fixture
def quarrel(district: District) -> Iterator[Quarrel]:
    """A quarrel in which both sides have said something, with the tables of the module that notes it."""
    look_as_system()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE notebook (id bigint PRIMARY KEY, case_id bigint, made_at timestamptz, text text)"
        )
        cursor.execute("CREATE TEMP TABLE noteline (id bigserial, case_id bigint, book_id bigint, word text)")
    register_projection((NoteBook, NoteLine), ("test_note",))
    TABLES.append("notebook")
    made = Quarrel(district)
    made.begin("water")
    made.do("water", "serve", served_on=timezone.localdate().isoformat())
    made.do("water", "talk", begins="2027-01-05 09:00", remark="谈过")
    made.do("respondent", "respond", statement="不同意")
    look_as_system()
    REACHED.clear()
    yield made
    TABLES.clear()
    unregister_projection(NoteBook, NoteLine)


def books() -> list[tuple[int, str]]:
    return list(NoteBook.objects.order_by("id").values_list("id", "text"))


def lines() -> list[tuple[int, str]]:
    return list(NoteLine.objects.order_by("id").values_list("book_id", "word"))


def test_a_check_finds_nothing_and_leaves_no_trace(quarrel: Quarrel) -> None:
    before = books(), list(NoteLine.objects.order_by("id").values())
    assert [text for _pk, text in before[0]] == ["谈过", "不同意"]
    assert rebuild(write=False).differences == []
    assert (books(), list(NoteLine.objects.order_by("id").values())) == before
    assert REACHED == [], "what reaches further is not done again"


def test_rows_of_the_same_acts_under_other_numbers_are_the_same(quarrel: Quarrel) -> None:
    NoteLine.objects.update(id=models.F("id") + 1000)
    assert rebuild(write=False).differences == []


@pytest.mark.parametrize(
    ("spoil", "found"),
    [
        (lambda: NoteLine.objects.filter(word="谈").delete(), "NoteLine: 0 rows stored that no act makes, 1 missing"),
        (
            lambda: NoteLine.objects.filter(word="谈").update(word="骂"),
            "NoteLine: 1 rows stored that no act makes, 1 missing",
        ),
        (lambda: NoteBook.objects.all().delete(), "NoteBook: 0 rows stored that no act makes, 2 missing"),
        (
            lambda: NoteLine.objects.filter(word="谈").update(book=0),
            "NoteLine: 1 rows stored that no act makes, 1 missing",
        ),
    ],
)
def test_what_differs_is_named_and_mended_with_the_same_keys(quarrel: Quarrel, spoil: object, found: str) -> None:
    before = books(), lines()
    spoil()  # type: ignore[operator]  # one of the functions above
    spoilt = books(), lines()
    assert f"{quarrel.case.code}: {found}" in rebuild(write=False).differences
    assert (books(), lines()) == spoilt
    assert f"{quarrel.case.code}: {found}" in rebuild(write=True).differences
    assert (books(), lines()) == before
    assert rebuild(write=False).differences == []


def test_what_could_be_refused_then_is_not_refused_in_a_replay(quarrel: Quarrel) -> None:
    assert quarrel.refused("water", "talk", begins="2027-01-06 09:00", remark="占用") == [("entry.unknown", "room")]
    assert len(books()) == 2, "the refusal of a reaction undoes the act"
    ActText.objects.filter(case=quarrel.case, text="谈过")
    assert rebuild(write=False).differences == []


def test_erased_texts_are_made_again_as_erased(quarrel: Quarrel) -> None:
    ActText.objects.filter(case=quarrel.case).update(text="", erased_at=timezone.now())
    assert len(rebuild(write=True).differences) == 2
    assert [text for _pk, text in books()] == ["", ""]


def test_the_register_of_parties_is_made_again_but_for_whom_somebody_let_in_by_hand(quarrel: Quarrel) -> None:
    reporter = quarrel.case.reporter_id
    CaseParty.objects.create(case=quarrel.case, party_id=reporter, role="neighbour")
    assert rebuild(write=False).differences == []
    CaseParty.objects.filter(case=quarrel.case, role="respondents").delete()
    (found,) = rebuild(write=True).differences
    assert "CaseParty" in found
    roles = CaseParty.objects.filter(case=quarrel.case).order_by("role").values_list("role", flat=True)
    assert list(roles) == ["neighbour", "respondents"]


def test_registering_twice_or_without_a_case_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="twice"):
        register_projection((CaseParty,), ("join",))
    with pytest.raises(Exception, match="case"):
        register_projection((Case,), ("join",))
    with pytest.raises(ValueError, match="twice"):
        reaction("test_note")(write_note)


def test_a_row_id_is_the_acts_own_and_ends_where_it_would_meet_the_next_case(quarrel: Quarrel) -> None:
    assert {pk >> 12 for pk, _text in books()} == {quarrel.case.pk}
    assert react.__doc__
