"""Facts of the platform's cases: what the figures disputes.* filter and count. Ids, keys, days and amounts; no persons.

Facts of sessions, agreements, warnings, branches and postings stand in their own rooms.
"""

from __future__ import annotations

from minsheng.kernel.cases.facts import FactColumn, case_fact_table
from minsheng.kernel.facts.reading import Source, SqlColumn, day_of, sql_table
from minsheng.kernel.facts.registry import ColumnType

_DAY, _TEXT, _COUNT, _YUAN = ColumnType.DAY, ColumnType.TEXT, ColumnType.INTEGER, ColumnType.DECIMAL

MEDIATION = case_fact_table(
    key="disputes.mediation",
    grain="one people's mediation",
    procedures=("disputes.mediation",),
    columns=(
        FactColumn("source", _TEXT, "How it came to the committee"),
        FactColumn("manner", _TEXT, "Written or oral application, own initiative"),
        FactColumn("level", _TEXT, "simple, normal or complex"),
        FactColumn("people", _COUNT, "Persons concerned"),
        FactColumn("amount", _YUAN, "Amount in dispute, yuan"),
        FactColumn("form", _TEXT, "Form of the agreement: written or oral"),
        FactColumn("agreed_on", _DAY, "Day on which the agreement took effect", "agreed_at"),
        FactColumn("agreed_amount", _YUAN, "Amount agreed, yuan"),
        FactColumn("perform_by", _DAY, "Last day of performance"),
        FactColumn("performed_on", _DAY, "Day on which performance was found", "performed_at"),
        FactColumn("breached_on", _DAY, "Day on which a breach was found", "breached_at"),
        FactColumn("ended_on", _DAY, "Day on which it ended without an agreement", "ended_at"),
        FactColumn("applied_on", _DAY, "Day of the application for confirmation", "confirm_applied_at"),
        FactColumn("ruling", _TEXT, "What came of it"),
        FactColumn("risk_on", _DAY, "Day on which a risk was reported to the police", "risk_at"),
        FactColumn("handed_over_on", _DAY, "Day on which it was handed over to another way", "handed_over_at"),
        FactColumn("sessions", _COUNT, "Sessions held"),
        FactColumn("refusals", _COUNT, "Refusals"),
    ),
)
PETITION = case_fact_table(
    key="disputes.petition",
    grain="one petition",
    procedures=("disputes.petition",),
    columns=(
        FactColumn("form", _TEXT, "Online, letter, visit or call"),
        FactColumn("way", _TEXT, "Legal route to which it was led"),
        FactColumn("people", _COUNT, "Petitioners"),
        FactColumn("reply_kind", _TEXT, "Supported, explained or not supported"),
        FactColumn("served_on", _DAY, "Day on which the last opinion was served"),
        FactColumn("hearings", _COUNT, "Hearings"),
        FactColumn("office_satisfied", _TEXT, "Satisfaction with the petitions office; empty when not asked"),
        FactColumn("unit_satisfied", _TEXT, "Satisfaction with the unit in charge; empty when not asked"),
    ),
)
MATTER = case_fact_table(
    key="disputes.matter",
    grain="one matter of the platform",
    procedures=("disputes.matter",),
    columns=(
        FactColumn("source", _TEXT, "Where it came from"),
        FactColumn("level", _TEXT, "simple, normal or complex"),
        FactColumn("people", _COUNT, "Persons concerned"),
        FactColumn("amount", _YUAN, "Amount, yuan"),
        FactColumn("transfers", _COUNT, "How often it was given to an agency"),
        FactColumn("rises", _COUNT, "How often people or amount have grown"),
    ),
)
AWARD = case_fact_table(
    key="disputes.award",
    grain="one application of a unit for a Fengqiao-style title",
    procedures=("disputes.award",),
    columns=(
        FactColumn("granted_on", _DAY, "Day on which the title was granted", "granted_at"),
        FactColumn("recommended", _TEXT, "What the assessment recommended"),
        FactColumn("objections", _COUNT, "Objections while it was shown"),
    ),
)

_STEP = (
    SqlColumn("case_id", _COUNT, "Case", "c.id"),
    SqlColumn("procedure", _TEXT, "Key of its procedure", "p.key"),
    SqlColumn("kind", _TEXT, "Kind within the procedure", "c.kind"),
    SqlColumn("act", _TEXT, "Key of the act", "a.key"),
    SqlColumn("done_on", _DAY, "Day of the act", day_of("a.at")),
    SqlColumn("area_id", _COUNT, "Area of the case", "c.area_id"),
    SqlColumn("unit_id", _COUNT, "Unit in whose name it was done", "a.unit_id"),
    SqlColumn("agency", _TEXT, "What kind of agency the unit was on that day", "g.kind"),
)
_DONE_ON = day_of("a.at")
_STEPS = Source(
    "a.id",
    "cases_act a JOIN cases_case c ON c.id = a.case_id JOIN procedures_procedureversion p ON p.id = c.procedure_id"
    f" JOIN disputes_agency g ON g.unit_id = a.unit_id AND g.valid_from <= {_DONE_ON}"
    f" AND (g.valid_to IS NULL OR g.valid_to >= {_DONE_ON})",
    where="p.key LIKE 'disputes.%%'",
    changed="a.recorded_at >= %(since)s",
)
STEP = sql_table(
    key="disputes.step",
    grain="one act on one case, done in the name of an agency of the platform",
    source=_STEPS,
    columns=_STEP,
    date_column="done_on",
)
TABLES = (MEDIATION, PETITION, MATTER, AWARD, STEP)
