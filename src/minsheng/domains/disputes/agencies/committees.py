"""Recording who makes up a mediation committee."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet

from minsheng.base.errors import Refusal, Refusals
from minsheng.base.text import clean_text
from minsheng.domains.disputes.agencies.composition import Seat, faults_of
from minsheng.domains.disputes.days import check_choice, check_span, three_years_after
from minsheng.domains.disputes.models import Agency, AgencyKind, Composition, Member, MemberPost
from minsheng.domains.disputes.reach import reaches_unit, require_one
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.models import Account
from minsheng.kernel.audit.services import record

PANEL, AGENCIES = "disputes.panel", "disputes.agencies"


@transaction.atomic
def compose_committee(
    *, by: Actor, agency_id: int, seats: Sequence[Seat], valid_from: date, valid_to: date | None = None
) -> Composition:
    """Record a committee from a day on, for three years unless ``valid_to`` says sooner; the one before it ends.

    Needs ``disputes.agencies``, or ``disputes.panel`` that reaches the committee. Raises Refusal ``agency.unknown``
    (404), ``committee.kind`` (the agency is no committee), ``committee.later_exists``, ``committee.twice``,
    ``account.unknown``, ``dates.order``, and Refusals with everything that 人民调解法 art 8–9 forbids.
    """
    require_one(by, (AGENCIES, PANEL))
    agency = Agency.objects.select_for_update().filter(pk=agency_id).first()
    if agency is None:
        raise Refusal("agency.unknown", status=404)
    if not may_compose(by, agency.unit_id):
        raise Refusal("access.denied", status=403, permission=PANEL)
    check_span(valid_from, None)
    last = valid_to or three_years_after(valid_from)
    _check_dates(agency, valid_from, last)
    wanted = [_cleaned(seat) for seat in seats]
    _check_people(wanted)
    if faults := faults_of(wanted, valid_from, last):
        raise Refusals(faults)
    return _stored(by, agency, wanted, valid_from, last)


def may_compose(by: Actor, unit_id: int) -> bool:
    """Whether somebody may record the committee of a unit: the register's keeper, or a panel's within its reach."""
    return by.holds(AGENCIES) or reaches_unit(by, PANEL, unit_id)


def _check_dates(agency: Agency, first: date, last: date) -> None:
    check_span(first, last)
    if agency.kind != AgencyKind.COMMITTEE:
        raise Refusal("committee.kind")
    begun = Agency.objects.filter(unit_id=agency.unit_id, kind=AgencyKind.COMMITTEE).earliest("valid_from").valid_from
    if first < begun:
        raise Refusal("committee.before_agency", "valid_from", on=begun.isoformat())
    if _terms(agency).filter(valid_from__gte=first).exists():
        raise Refusal("committee.later_exists", "valid_from", on=first.isoformat())


def _terms(agency: Agency) -> QuerySet[Composition]:
    """All terms of the committee, under whichever rules it took part then."""
    return Composition.objects.filter(agency__unit_id=agency.unit_id)


def _cleaned(seat: Seat) -> Seat:
    name = clean_text(seat.name, "members", 64)
    return Seat(name, check_choice(seat.post, MemberPost.values, "members"), seat.is_woman, seat.account_id)


def _check_people(seats: Sequence[Seat]) -> None:
    names = [seat.name for seat in seats]
    wanted = [seat.account_id for seat in seats if seat.account_id is not None]
    if len(set(names)) < len(names) or len(set(wanted)) < len(wanted):
        raise Refusal("committee.twice", "members")
    known = set(Account.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    for pk in wanted:
        if pk not in known:
            raise Refusal("account.unknown", "members", id=pk)


def _stored(by: Actor, agency: Agency, seats: Sequence[Seat], first: date, last: date) -> Composition:
    _terms(agency).filter(valid_to__gte=first).update(valid_to=first - timedelta(days=1))
    composition = Composition.objects.create(agency=agency, valid_from=first, valid_to=last)
    Member.objects.bulk_create(
        Member(
            composition=composition, name=seat.name, post=seat.post, is_woman=seat.is_woman, account_id=seat.account_id
        )
        for seat in seats
    )
    data = {"on": first.isoformat(), "members": len(seats)}
    record("disputes.committee_composed", by=by, subject="agency", subject_id=agency.pk, data=data)
    return composition
