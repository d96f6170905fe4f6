"""Playing shards: stories in memory as far as they go, stored by one statement per table, then on the stored cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from minsheng.demo.disputes.administrative import AdministrativeStory
from minsheng.demo.disputes.award import AwardStory
from minsheng.demo.disputes.confirmation import ConfirmationStory, ReferralStory
from minsheng.demo.disputes.court import CourtStory
from minsheng.demo.disputes.diary import Diary
from minsheng.demo.disputes.fates import (
    ADMINISTRATIVE,
    AWARD,
    CIRCULAR,
    COURT,
    LABOUR,
    MATTER,
    MEDIATION,
    PETITION,
    POLICE,
    SUPERVISION,
)
from minsheng.demo.disputes.labour import LabourStory
from minsheng.demo.disputes.matter import MatterStory
from minsheng.demo.disputes.mediation import MediationStory
from minsheng.demo.disputes.orders import CircularStory, SupervisionStory
from minsheng.demo.disputes.people import Cast
from minsheng.demo.disputes.petition import PetitionStory
from minsheng.demo.disputes.plan import Shard, in_office
from minsheng.demo.disputes.police import PoliceStory
from minsheng.demo.disputes.sessions import TOLD
from minsheng.demo.disputes.settling import Story
from minsheng.demo.disputes.tale import Plot, Tale
from minsheng.demo.disputes.thread import Thread
from minsheng.demo.simulation.chance import Dice
from minsheng.demo.simulation.stage import Live, Rehearsal
from minsheng.domains.disputes.models import Handover
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.access.units import unit_registry
from minsheng.kernel.cases.entries import standing_in
from minsheng.kernel.cases.intake import Opening, store_openings
from minsheng.kernel.cases.models import Case
from minsheng.kernel.deadlines.queries import current_calendar
from minsheng.kernel.procedures.library import procedure_of

ATTEMPTS = 16
AGEING = 1.25
FINELY = (42, 1.08)
"""Attempts and ageing where another case follows: when it begins matters for where that one stands now."""
LEADING_ON = frozenset({"apply_confirmation", "hand_over"})
"""Acts after which another agency has a case of its own."""
STORIES: dict[str, type[Story]] = {
    MEDIATION: MediationStory,
    COURT: CourtStory,
    LABOUR: LabourStory,
    POLICE: PoliceStory,
    ADMINISTRATIVE: AdministrativeStory,
    PETITION: PetitionStory,
    MATTER: MatterStory,
    SUPERVISION: SupervisionStory,
    CIRCULAR: CircularStory,
    AWARD: AwardStory,
    "disputes.confirmation": ConfirmationStory,
    "disputes.referral": ReferralStory,
}


class DisputePlayer:
    """Plays the shards of one plan. ``ids`` are the ids of the cases by their numbers, drawn beforehand."""

    def __init__(self, seed: int, now: datetime, ids: Mapping[int, int]) -> None:
        """Reads who works where."""
        self._seed, self._now, self._ids = seed, now, ids
        with transaction.atomic():
            look_as_system()
            self._cast = Cast()

    def play(self, shard: Shard) -> int:
        """Play a shard and store it, in one transaction; returns the number of its disputes."""
        diary = Diary(current_calendar().with_fallback(), self._cast.rooms)
        with transaction.atomic(), standing_in("disputes.session", TOLD):
            look_as_system()
            told = [self._tell(plot, diary) for plot in shard.plots if plot.procedure != SUPERVISION]
            look_as_system()
            stored = store_openings([opening for _, opening in told])
            waiting = self._target(shard, stored)
            for (thread, opening), case in zip(told, stored, strict=True):
                TOLD.ahead.pop(case.pk, None)
                if "merged" in thread.tale.plot.fate and waiting:
                    look_as_system()
                    waiting.refresh_from_db(fields=["acted_at"])
                    thread.tale.about, thread.tale.about_at = waiting.pk, waiting.acted_at
                self._go_on(thread, Live(case, opening.procedure))
            orders = [plot for plot in shard.plots if plot.procedure == SUPERVISION]
            self._supervise(orders, diary, stored)
        return len(shard.plots)

    def _thread(
        self, plot: Plot, diary: Diary, filed: datetime, attempt: int = 0, about: int = 0
    ) -> tuple[Thread, Story]:
        dice = Dice.with_fate(f"{self._seed}:dispute:{plot.number}:{attempt}", plot.fate)
        tale = Tale(plot, self._seed, dice, self._cast, diary, filed, about)
        story = STORIES[plot.procedure](tale)
        return Thread(tale, story.steps()), story

    def _tell(self, plot: Plot, diary: Diary, about: int = 0) -> tuple[Thread, Opening]:
        """As much of a story as can be told in memory; one that must be left in a state is told until it gets there."""
        case_id = self._ids[plot.number]
        until = self._now - plot.lag
        attempts, ageing = FINELY if plot.then else (ATTEMPTS, AGEING)
        for attempt in range(attempts if plot.stop_in else 1):
            diary.forget(case_id)
            at = plot.filed_at
            if plot.stop_in:
                at = in_office(until - plot.age * ageing**attempt, until, plot.number)
            thread, story = self._thread(plot, diary, at, attempt, about)
            look_as_system()
            opening = story.open(at, case_id)
            thread.tale.stage = Rehearsal(opening)
            if not plot.live and not self._is_there(thread):
                thread.go_on(until, lambda it: self._is_there(it) or it.last in LEADING_ON)
            if plot.live or self._is_there(thread):
                break
        return thread, opening

    def _go_on(self, thread: Thread, stage: Live) -> None:
        """The rest of a story, on the stored case; what it leads to elsewhere is told in between."""
        thread.tale.stage = stage
        if thread.last in LEADING_ON:
            self._follow(thread)
        if not self._is_there(thread):
            thread.go_on(self._now, self._pause)

    def _pause(self, thread: Thread) -> bool:
        if thread.last in LEADING_ON:
            self._follow(thread)
        return self._is_there(thread)

    def _target(self, shard: Shard, cases: list[Case]) -> Case | None:
        """The matter into which others of the shard are merged."""
        wanted = {self._ids[plot.number] for plot in shard.plots if "merge target" in plot.fate}
        return next((case for case in cases if case.pk in wanted), None)

    def _is_there(self, thread: Thread) -> bool:
        """Whether a case stands where it is to be left; a session that was just appointed must lie ahead."""
        wanted, _, act = thread.tale.plot.stop_in.partition(":")
        if not wanted or thread.tale.case.state != wanted or (act and thread.last != act):
            return False
        begins = thread.data.get("session_begins")
        return begins is None or datetime.fromisoformat(begins) > self._now

    def _follow(self, thread: Thread) -> None:
        """The case that the last act opened at another agency."""
        tale = thread.tale
        look_as_system()
        rows = Handover.objects.filter(case_id=tale.case_id, seq=tale.case.seq, received__isnull=False)
        handed = rows.select_related("received").first()
        if handed is None or handed.received is None:
            return
        received = handed.received
        procedure = procedure_of(received.procedure_id)
        plot = replace(tale.plot, procedure=procedure.key, stop_in=tale.plot.then, unit="court", live=True)
        child, _ = self._thread(plot, tale.diary, received.filed_at)
        child.tale.stage = Live(received, procedure)
        if not self._is_there(child):
            child.go_on(self._now, self._pause)
        if isinstance(tale.stage, Live):
            tale.stage.forget()

    def _supervise(self, orders: list[Plot], diary: Diary, cases: list[Case]) -> None:
        """Orders about matters that are stored now: past ones about past matters, and the same of present ones."""
        open_now = [case for case in cases if case.lead_unit_id is not None and case.closed_at is None]
        settled = [case for case in cases if case.lead_unit_id is not None and case.closed_at is not None]
        threads = []
        for place, plot in enumerate(orders):
            among = open_now if plot.stop_in else settled
            if not among:
                continue
            case = among[place % len(among)]
            unit = unit_registry().by_id[case.lead_unit_id or 0].code
            day = case.filed_at + timedelta(days=6)
            threads.append(self._tell(replace(plot, unit=unit, filed_at=min(day, self._now)), diary, case.pk))
        look_as_system()
        store_openings([opening for _, opening in threads])
