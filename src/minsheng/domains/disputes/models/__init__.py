"""Tables of the disputes platform, one file per subject."""

from minsheng.domains.disputes.models.agencies import Agency, AgencyKind, Composition, Member, MemberPost, Stationing
from minsheng.domains.disputes.models.agreements import Agreement, AgreementNumber, Form, Instalment, Method, Signature
from minsheng.domains.disputes.models.handover import Handover
from minsheng.domains.disputes.models.panels import Mediator, MediatorKind
from minsheng.domains.disputes.models.postings import CompoundBranch, EndReason, Posting
from minsheng.domains.disputes.models.sessions import (
    AHEAD,
    Attendance,
    CalendarKey,
    Presence,
    Room,
    Session,
    SessionMediator,
    SessionState,
)
from minsheng.domains.disputes.models.steps import StepAssignment, StepTemplate, StepVersion
from minsheng.domains.disputes.models.warnings import CaseWarning, WarningDecision, WarningReason

__all__ = [
    "AHEAD",
    "Agency",
    "AgencyKind",
    "Agreement",
    "AgreementNumber",
    "Attendance",
    "CalendarKey",
    "CaseWarning",
    "Composition",
    "CompoundBranch",
    "EndReason",
    "Form",
    "Handover",
    "Instalment",
    "Mediator",
    "MediatorKind",
    "Member",
    "MemberPost",
    "Method",
    "Posting",
    "Presence",
    "Room",
    "Session",
    "SessionMediator",
    "SessionState",
    "Signature",
    "Stationing",
    "StepAssignment",
    "StepTemplate",
    "StepVersion",
    "WarningDecision",
    "WarningReason",
]
