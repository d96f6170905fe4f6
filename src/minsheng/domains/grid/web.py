"""What grid events add to the screens: reporting by residents and grid workers, and the worklists of the centre."""

from minsheng.domains.grid.module import PROCEDURE, REALM
from minsheng.surface.web.intakes import Intake, Worklist, register_intake, register_worklists

register_intake(
    Intake(
        PROCEDURE,
        REALM.key,
        staff="grid.report",
        residents=True,
        asks_kind=False,
        channels=("patrol", "phone", "counter"),
        order=2,
        title=("反映公共场所的问题", "Report something in a public place"),
        hint=(
            "垃圾、占道、道路破损、施工扰民等，由所在街道处理。",
            "Rubbish, blocked pavements, broken roads, noise: the sub-district sees to it.",
        ),
    )
)
register_worklists(
    Worklist("grid-triage", PROCEDURE, "triage", "待研判", "To triage"),
    Worklist("grid-whistle", PROCEDURE, "whistle", "待派遣", "To send for a unit"),
    Worklist("grid-report-in", PROCEDURE, "report_in", "待报到", "To report in"),
    Worklist("grid-verify", PROCEDURE, "verify", "待核查", "To verify"),
)
