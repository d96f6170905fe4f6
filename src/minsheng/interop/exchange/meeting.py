"""Messages that have landed before: the same again changes nothing, an answer that has come since is recorded."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from minsheng.base.errors import Refusal, Refusals
from minsheng.interop.exchange.columns import ANSWER, NUMBER
from minsheng.interop.exchange.landed import Landed
from minsheng.interop.exchange.messages import Message, holds_answer, same_message
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.cases.acts import perform
from minsheng.kernel.cases.models import Case

IMPORTER = Actor.system("import")


def meet(known: Sequence[tuple[Message, Case]], act: str, field: str, done: Landed) -> list[int]:
    """Compare known messages with their cases and count them in ``done``; returns the ids of those that agree.

    ``act`` records an answer, its text in ``field``. A message that lacks an answer which is recorded already comes
    from an older export and agrees.
    """
    agreed = []
    for message, case in known:
        try:
            if _has_news(message, case):
                _record(message, case, act, field)
                done.answered += 1
            else:
                done.known += 1
        except (Refusal, Refusals) as refused:
            done.refuse(message, refused)
            continue
        agreed.append(case.pk)
    return agreed


def _has_news(message: Message, case: Case) -> bool:
    """Whether there is an answer to record. Raises Refusal where the message says other things than it did."""
    stored, digest = bytes(case.client_digest or b""), message.digest()
    if not same_message(stored, digest):
        raise Refusal("import.other_content", NUMBER, status=409, case=case.code)
    if not holds_answer(digest) or digest == stored:
        return False
    if holds_answer(stored):
        raise Refusal("import.other_answer", ANSWER, status=409, case=case.code)
    return True


def _record(message: Message, case: Case, act: str, field: str) -> None:
    with transaction.atomic():  # a busy case breaks the savepoint, not the batch
        perform(by=IMPORTER, case_id=case.pk, act=act, data={field: message.answer}, at=message.answered_at)
        Case.objects.filter(pk=case.pk).update(client_digest=message.digest())
