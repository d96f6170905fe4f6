"""One batch of messages: known ones compared, new ones opened in memory and stored by one statement per table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction

from minsheng.base.errors import Refusal, Refusals
from minsheng.base.text import index_terms
from minsheng.interop.exchange.columns import CATEGORY
from minsheng.interop.exchange.kinds import kind_of
from minsheng.interop.exchange.landed import Landed
from minsheng.interop.exchange.meeting import IMPORTER, meet
from minsheng.interop.exchange.messages import Message
from minsheng.interop.exchange.outcomes import Outcome, answer_field, answering_act, answering_clock, outcome
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.cases.inserting import push, together
from minsheng.kernel.cases.intake import (
    Opening,
    advance,
    dispatch_by_rule,
    find_known,
    follow_openings,
    open_case,
    scoped_key,
    write_openings,
)
from minsheng.kernel.cases.loading import load_snapshots
from minsheng.kernel.cases.models import Case
from minsheng.kernel.cases.places import Place, settle_place
from minsheng.kernel.cases.reports import Report
from minsheng.kernel.cases.store import next_case_ids
from minsheng.kernel.deadlines.queries import current_calendar
from minsheng.kernel.parties.references import register_references
from minsheng.kernel.procedures.library import active_version, procedure_of
from minsheng.kernel.procedures.snapshot import Snapshot
from minsheng.kernel.routing.registry import routing_registry
from minsheng.kernel.routing.suggesting import suggest

SOURCE = "messages"
LEAST_PROBABILITY = 0.5
_ATTEMPTS = 4
_BIT = 100
_UNTOLD = frozenset({"reporter"})  # who wrote on another platform, and whose telephone nobody knows


class Landing:
    """Where messages land: procedure and area, looked up once for all batches."""

    def __init__(self, *, by: Actor, procedure: str, area: str, now: datetime) -> None:
        """Raises Refusal ``import.no_procedure``, ``import.no_answering_act``, ``area.none`` or ``area.unknown``."""
        try:
            self._version = active_version(procedure)
        except ObjectDoesNotExist as error:
            raise Refusal("import.no_procedure", "procedure", value=procedure[:64]) from error
        self._procedure = procedure_of(self._version.pk)
        act = answering_act(self._procedure)
        if act is None:
            raise Refusal("import.no_answering_act", "procedure", value=procedure)
        self._act, self._field = act, answer_field(self._procedure, act)
        self._clock = answering_clock(self._procedure)
        self._by, self._now = by, now
        self._place = Place(area=area or None)
        settle_place(self._place, now)

    def land(self, messages: Sequence[Message]) -> Landed:
        """Land one batch in one transaction; where another import lands the same messages, look again."""
        for attempt in range(_ATTEMPTS):
            try:
                with transaction.atomic():
                    look_as_system()
                    return self._landed(messages)
            except IntegrityError:  # the same number at the same moment, or a code drawn twice
                if attempt == _ATTEMPTS - 1:
                    raise
        raise AssertionError("unreachable")

    def _landed(self, messages: Sequence[Message]) -> Landed:
        done = Landed()
        keyed = {scoped_key(IMPORTER, f"{SOURCE}:{message.number}") or "": message for message in messages}
        known = find_known(list(keyed))
        agreed = meet([(keyed[key], case) for key, case in known.items()], self._act, self._field, done)
        # In one order everywhere: two imports of the same messages wait for each other, not both for ever.
        fresh = {key: keyed[key] for key in sorted(keyed.keys() - known.keys())}
        snapshots = [*_stored(agreed), *self._landed_new(self._labelled_rightly(fresh, done), done)]
        done.outcomes = [self._outcome(snapshot) for snapshot in snapshots]
        return done

    def _labelled_rightly(self, fresh: dict[str, Message], done: Landed) -> dict[str, Message]:
        """Messages whose category there is; the others are refused before anybody is registered for them."""
        kept = {}
        for key, message in fresh.items():
            try:
                self._named(message)
            except Refusal as refused:
                done.refuse(message, refused)
                continue
            kept[key] = message
        return kept

    def _landed_new(self, fresh: dict[str, Message], done: Landed) -> list[Snapshot]:
        """Open new cases and store them bit by bit: the database stores one bit while the next one is opened."""
        parties = register_references(source=SOURCE, references={m.user for m in fresh.values() if m.user})
        ids = iter(next_case_ids(len(fresh)))
        waiting = iter(fresh.items())
        openings: list[Opening] = []
        cases: list[Case] = []
        with together():
            while bit := list(islice(waiting, _BIT)):
                opened = list(self._opened(bit, parties, ids, done))
                cases += write_openings(opened)
                openings += opened
                push()
        follow_openings(cases, openings)
        done.landed = len(cases)
        return [opening.snapshot for opening in openings]

    def _opened(
        self, bit: Sequence[tuple[str, Message]], parties: Mapping[str, int], ids: Iterator[int], done: Landed
    ) -> Iterator[Opening]:
        for key, message in bit:
            try:
                opening = self._open(message, parties.get(message.user), next(ids))
            except (Refusal, Refusals) as refused:
                done.refuse(message, refused)
                continue
            opening.client_key, opening.digest = key, message.digest()
            done.suggested += not message.category and opening.checked.category_id is not None
            yield opening

    def _open(self, message: Message, party_id: int | None, case_id: int) -> Opening:
        terms = index_terms(f"{message.title}\n{message.body}")
        category, category_by = self._category(message, terms)
        report = Report(
            title=message.title,
            body=message.body,
            category=category,
            category_by=category_by,
            kind=kind_of(message.title, self._procedure.kinds),
            place=self._place,
        )
        opening = open_case(
            by=self._by,
            procedure=self._version,
            report=report,
            at=message.at,
            reporter_id=party_id,
            case_id=case_id,
            dispatches=False,
        )
        opening.terms, opening.untold = terms, _UNTOLD
        if message.answered_at is not None:
            texts = {self._field: message.answer}
            advance(opening, by=IMPORTER, act=self._act, at=message.answered_at, data={}, texts=texts)
        elif category_by != "suggestion":  # what a machine suggests sends nothing anywhere
            dispatch_by_rule(opening, self._now)
        return opening

    def _category(self, message: Message, terms: list[str]) -> tuple[int | None, str]:
        realm = self._procedure.realm
        if not message.category:
            text = f"{message.title}\n{message.body}"
            suggested = suggest(realm, text, limit=1, terms=terms, explaining=0)
            if suggested and suggested[0].probability >= LEAST_PROBABILITY:
                return suggested[0].category_id, "suggestion"
            return None, ""
        return self._named(message), "source"

    def _named(self, message: Message) -> int | None:
        """The category that the source says; None where it says none. Raises Refusal ``category.unknown``."""
        if not message.category:
            return None
        name = "/".join(message.category)
        entry = routing_registry().by_full_name.get((self._procedure.realm, name))
        if entry is None or not entry.active:
            raise Refusal("category.unknown", CATEGORY[len(message.category) - 1], id=name[:80])
        return entry.id

    def _outcome(self, snapshot: Snapshot) -> Outcome:
        category = routing_registry().categories.get(snapshot.category_id or 0)
        return outcome(
            snapshot,
            clock=self._clock,
            category_id=category.line[0] if category is not None else None,
            calendar=current_calendar().with_fallback(),
            now=self._now,
        )


def _stored(ids: list[int]) -> list[Snapshot]:
    return list(load_snapshots(list(Case.objects.filter(pk__in=ids))).values()) if ids else []
