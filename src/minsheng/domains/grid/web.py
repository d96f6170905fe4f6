"""What the grids add to the screens: reporting, the worklists of the centre, the worker's day, roster, redrawing."""

from django.utils.translation import gettext_lazy as _

from minsheng.domains.grid.module import DUTY, PATROL, PROCEDURE, REALM, REDRAW, REVIEW, VISIT
from minsheng.surface.web.administration.menu import Entry, register_admin_entries
from minsheng.surface.web.intakes import Intake, Worklist, register_intake, register_worklists
from minsheng.surface.web.menu import MenuEntry, register_entries, register_portal_entries

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
register_entries(
    MenuEntry("grid:today", "网格", "Grids", (PATROL, VISIT, REVIEW), below="/desk/grid/", order=20),
    MenuEntry("grid:roster", "网格排班", "Grid roster", (DUTY,), below="/desk/roster/", order=21),
    MenuEntry(
        "grid:whistles",
        "吹哨报到",
        "Whistles",
        ("grid.dispatch", "grid.handle", "grid.supervise"),
        below="/desk/whistles/",
        order=22,
    ),
)
register_admin_entries(Entry("grid:redraw", _("Redraw grids"), _("New borders of grids from a day on"), REDRAW))
register_portal_entries(MenuEntry("grid:board", "我的网格", "My grid", (), below="/grids/"))
