"""What the exchange does: messages of another platform become cases, with acts at the times at which they happened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils import timezone

from minsheng.base.errors import Refusal
from minsheng.interop.exchange.landed import Landed
from minsheng.interop.exchange.landing import Landing
from minsheng.interop.exchange.messages import Message, Refused
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.access.rules import require
from minsheng.kernel.audit.services import record
from minsheng.kernel.procedures.library import active_version, procedure_of

BATCH = 500


def land_messages(
    *,
    by: Actor,
    rows: Iterable[Message | Refused],
    procedure: str = "hotline.order",
    area: str = "",
    digest: str = "",
    progress: Callable[[int], None] | None = None,
) -> Landed:
    """Turn messages into cases under the active version of ``procedure``, in the district or the area with this code.

    A message without an answer becomes an open case; with one, the case is answered and closed at the time of the
    answer. Idempotent by the number of the message, whoever imports: the same again changes nothing, an answer that
    has come since is recorded, other content is refused. A refused row stops nothing. Batches are committed one by
    one: after a crash the same call goes on where it stopped. ``digest`` names the file in the audit line;
    ``progress`` is told of rows done. Needs ``imports.run``.

    Raises Refusal ``access.denied``, ``import.no_procedure``, ``import.no_answering_act``, ``area.unknown``.
    """
    require(by, "imports.run")
    landing = Landing(by=by, procedure=procedure, area=area, now=timezone.now())
    total = Landed()
    for batch in _batches(rows):
        total.refused.extend(row for row in batch if isinstance(row, Refused))
        total.add(landing.land([row for row in batch if isinstance(row, Message)]))
        if progress is not None:
            progress(len(batch))
    total.refused.sort(key=lambda refused: refused.row)
    if total.landed or total.answered:
        _record(by, procedure, digest, total)
    return total


def realm_of_procedure(procedure: str) -> str:
    """The realm of a procedure in use. Raises Refusal ``import.no_procedure``."""
    try:
        return procedure_of(active_version(procedure).pk).realm
    except ObjectDoesNotExist as error:
        raise Refusal("import.no_procedure", "procedure", value=procedure[:64]) from error


def _batches(rows: Iterable[Message | Refused]) -> Iterator[list[Message | Refused]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def _record(by: Actor, procedure: str, digest: str, total: Landed) -> None:
    data = {
        "landed": total.landed,
        "answered": total.answered,
        "known": total.known,
        "refused": len(total.refused),
        "digest": digest,
    }
    with acting_as_system():
        record("cases.imported", by=by, subject="procedure", subject_id=procedure, data=data)


@contextmanager
def rehearsed(dry_run: bool) -> Iterator[None]:
    """Let what is done inside change nothing when ``dry_run``: it is done in full, and rolled back."""
    if not dry_run:
        yield
        return
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
