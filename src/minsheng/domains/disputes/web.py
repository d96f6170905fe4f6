"""What the disputes platform adds to the screens."""

from django.utils.translation import gettext_lazy as _

from minsheng.domains.disputes import intakes
from minsheng.domains.disputes.agreements import panel as agreements
from minsheng.domains.disputes.handover import panel as handover
from minsheng.domains.disputes.hub.rooms import Room, permissions, register_rooms
from minsheng.domains.disputes.panels import case_panels as choice_panels
from minsheng.domains.disputes.sessions import case_panels
from minsheng.domains.disputes.warnings import case_panels as warning_panels
from minsheng.surface.web.administration.menu import Entry, register_admin_entries
from minsheng.surface.web.cases.panels import register_panels
from minsheng.surface.web.menu import MenuEntry, register_entries

register_admin_entries(
    Entry(
        "disputes:admin_agencies",
        _("Agencies"),
        _("Who takes part in the disputes platform, by which rules"),
        "disputes.agencies",
    ),
    Entry(
        "disputes:admin_steps",
        _("Step templates"),
        _("Local steps and axes, composed here and assigned to areas"),
        "disputes.templates",
    ),
    Entry(
        "disputes:admin_mediators",
        _("Mediators"),
        _("Who mediates for which committee, whom parties may choose, how much each has to do"),
        "disputes.panel",
    ),
    Entry("disputes:admin_rooms", _("Mediation rooms"), _("Where sessions are held"), "disputes.sessions"),
)
register_rooms(
    Room(
        "disputes:calendar",
        ("调解日程", "Calendar of sessions"),
        ("本人、本单位和调解室一周的安排", "A week of one's own, of a unit, of a room"),
        ("disputes.mediate", "disputes.sessions", "disputes.labour", "disputes.court"),
        order=10,
    ),
    Room(
        "disputes:warnings",
        ("预警处置", "Early warnings"),
        (
            "同一当事人、同一地点、人数增加等情形，由人判断处置",
            "Same parties, same place, rising numbers: people decide",
        ),
        ("disputes.warn", "petitions.supervise", "disputes.mediate", "disputes.accept"),
        order=20,
    ),
    Room(
        "disputes:register",
        ("调解台账与统计", "Register and statistics"),
        ("按期间查看、下载和报送", "A period's figures, to read, download and hand in"),
        ("disputes.statistics",),
        order=30,
    ),
    Room(
        "disputes:branches",
        ("小区党支部下派干部", "Cadres in compound branches"),
        ("覆盖情况和任期", "Coverage and terms"),
        ("disputes.postings", "disputes.statistics"),
        order=40,
    ),
    Room(
        "disputes:admin_mediators",
        ("调解员名册", "Mediators"),
        ("专长、任期和在办件数", "What they know, since when, how much they have to do"),
        ("disputes.panel",),
        order=50,
    ),
    Room(
        "disputes:admin_agencies",
        ("入驻单位与调解组织", "Agencies and committees"),
        ("轮驻安排、受理范围、组成人员", "Presence, what they take, members"),
        ("disputes.panel", "disputes.agencies"),
        order=60,
    ),
)
register_entries(MenuEntry("disputes:hub", "矛盾纠纷", "Disputes", permissions(), below="/desk/disputes/", order=50))
intakes.register()
case_panels.register()
choice_panels.register()
register_panels(*agreements.PANELS, *handover.PANELS)
warning_panels.register()
