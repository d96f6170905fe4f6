"""The simulated platform: agencies, lawful committees, and the figures of posted cadres."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

from minsheng.demo.geography.facts import district_facts
from minsheng.demo.loading import LOADER
from minsheng.demo.office.agencies import load_agencies
from minsheng.demo.office.branches import load_branches
from minsheng.domains.disputes.agencies.composition import Seat, faults_of
from minsheng.domains.disputes.models import Agency, Composition, CompoundBranch, Posting
from minsheng.domains.disputes.postings import queries
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.access.models import Post, Unit
from tests.demo.conftest import NOW, Databases


def test_agencies_of_every_kind_stand_on_the_platform(offices: str, working_in: Databases) -> None:
    streets = district_facts().subdistricts
    with working_in(offices), acting_as_system():
        kinds = Counter(Agency.objects.values_list("kind", flat=True))
    assert kinds["judicial"] == len(streets) + 1
    assert kinds["committee"] == sum(len(street.communities) for street in streets) + len(streets) + 3
    assert kinds["court"] == 3
    assert set(kinds) >= {"petitions", "police", "labour", "centre", "procuratorate", "civil", "housing"}


def test_every_committee_is_lawful_in_each_term(offices: str, working_in: Databases) -> None:
    with working_in(offices), acting_as_system():
        terms = list(Composition.objects.prefetch_related("members"))
        committees = Agency.objects.filter(kind="committee").count()
    assert len(terms) == 2 * committees
    for term in terms:
        seats = [Seat(it.name, it.post, it.is_woman, it.account_id) for it in term.members.all()]
        assert faults_of(seats, term.valid_from, term.valid_to) == []


def test_the_cadres_give_the_figures_of_the_source(offices: str, working_in: Databases) -> None:
    with working_in(offices), acting_as_system():
        for day in (date(2023, 12, 31), NOW.date()):
            total = queries.total(queries.coverage_by_subdistrict(LOADER, day))
            assert (total.covered, total.due, total.full_time) == (55, 61, 62)
            assert total.share() == Decimal("90.2")
        assert Posting.objects.exclude(end_reason="").count() == 8
        assert queries.total(queries.coverage_by_subdistrict(LOADER, date(2022, 12, 31))).due == 0


def test_loading_twice_changes_nothing(offices: str, working_in: Databases) -> None:
    with working_in(offices), acting_as_system():
        models = (Agency, Composition, CompoundBranch, Posting)
        before = [model.objects.count() for model in models]
        units = {unit.code: unit for unit in Unit.objects.all()}
        load_agencies(LOADER, units)
        load_branches(LOADER, units)
        assert [model.objects.count() for model in models] == before


def test_mediators_read_no_cases_by_their_post(offices: str, working_in: Databases) -> None:
    with working_in(offices), acting_as_system():
        posts = Post.objects.filter(role__key="mediator").select_related("role")
        assert posts.count() > 100
        assert not [post for post in posts if any(key.endswith(".read") for key in post.role.permissions)]
