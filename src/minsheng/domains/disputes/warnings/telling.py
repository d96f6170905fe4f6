"""Notices about new warnings, to those who must act: with the code of the case and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from minsheng.domains.disputes.models import CaseWarning
from minsheng.domains.disputes.warnings.reaching import DECIDES
from minsheng.kernel.access.permissions import realm
from minsheng.kernel.cases.models import Case
from minsheng.kernel.messages.addresses import Recipient, ToAccount, ToArea, ToUnit
from minsheng.kernel.messages.models import Channel
from minsheng.kernel.messages.services import NewMessage, enqueue_messages


def tell(raised: Iterable[tuple[CaseWarning, Case]]) -> None:
    """Queue a notice for each that decides, handles, leads or is named by the case. Needs system eyes."""
    enqueue_messages(
        [
            NewMessage(
                template="disputes.warned",
                audience=audience,
                to=to,
                channel=Channel.INAPP,
                params={"code": case.code},
                dedup_key=f"warning:{row.pk}:{audience}:{number}",
                case_id=case.pk,
            )
            for row, case in raised
            for number, (to, audience) in enumerate(_addressees(case))
        ]
    )


def _addressees(case: Case) -> Iterator[tuple[Recipient, str]]:
    permission = next((DECIDES[key] for key in DECIDES if realm(key).number == case.realm), "")
    if permission:
        yield ToArea(case.area_id, permission), "decider"
    mediators = [int(account) for account in case.facts.get("mediators") or ()]
    yield from ((ToAccount(account), "handler") for account in dict.fromkeys([*mediators, *_handler(case)]))
    if case.lead_unit_id is not None:
        yield ToUnit(case.lead_unit_id), "lead"


def _handler(case: Case) -> list[int]:
    return [case.handler_id] if case.handler_id is not None else []
