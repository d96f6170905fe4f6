"""The sessions on the page of a case: for those who work on it, and for its parties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from minsheng.domains.disputes.models import AHEAD, Session, SessionState
from minsheng.domains.disputes.sessions.queries import links_of, sessions_of
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.cases.models import Case
from minsheng.kernel.procedures.library import procedure_of
from minsheng.surface.web.cases.panels import Panel, register_panels
from minsheng.surface.web.cases.people import party_choices
from minsheng.surface.web.words import language_now

PROCEDURES = (
    "disputes.mediation",
    "disputes.court_mediation",
    "disputes.labour_mediation",
    "disputes.police_mediation",
    "disputes.administrative_mediation",
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A session on the page. ``attendance`` holds name and presence; it is empty for parties."""

    session: Session
    is_ahead: bool
    state: str
    mediators: list[str]
    link: str
    attendance: list[tuple[str, str]]


def for_officials(actor: Actor, case: Case) -> dict[str, Any] | None:
    """All sessions, with who came."""
    rows = sessions_of(case, attendance=True)
    if not rows:
        return None
    names = dict(party_choices(case, procedure_of(case.procedure_id), None, language_now()))
    shown = _shown(rows)
    for it in shown:
        lines = it.session.attendance.all()
        it.attendance.extend((names.get(str(line.party_id), "—"), line.get_presence_display()) for line in lines)
    return {"sessions": shown, "for_party": False}


def for_parties(actor: Actor, case: Case) -> dict[str, Any] | None:
    """When and where, with whom, and how to take part online."""
    rows = sessions_of(case)
    return {"sessions": _shown(rows), "for_party": True} if rows else None


def _shown(rows: list[Session]) -> list[Shown]:
    """What is to come in its order, then what is over, the latest first."""
    links = links_of(rows)
    ahead = [row for row in rows if row.state in AHEAD]
    over = [row for row in rows if row.state not in AHEAD]
    return [
        Shown(
            session=row,
            is_ahead=row.state in AHEAD,
            state=str(SessionState(row.state).label),
            mediators=[seat.account.display_name for seat in row.mediators.all()],
            link=links.get(row.pk, ""),
            attendance=[],
        )
        for row in [*reversed(ahead), *over]
    ]


def register() -> None:
    """Add both panels. Called once, when the screens are made known."""
    template = "disputes/case_sessions.html"
    register_panels(
        Panel("disputes.sessions", PROCEDURES, template, for_officials, order=20),
        Panel("disputes.sessions_public", PROCEDURES, template, for_parties, desk=False, portal=True, order=20),
    )
