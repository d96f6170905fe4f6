"""Manifest of grids and grid events: read this file first."""

from minsheng.kernel.access.permissions import Permission, Realm

REALM = Realm("grid", 2, "网格事件", "Grid events")
PROCEDURE = "grid.event"
DUTY, PATROL, VISIT, REVIEW, REDRAW = (
    "grid.duty.manage",
    "grid.patrol",
    "grid.visit",
    "grid.field.review",
    "grid.redraw",
)
PERMISSIONS = (
    Permission("grid.read", "查看网格事件", "Read grid events"),
    Permission("grid.report", "上报事件", "Report events"),
    Permission("grid.triage", "研判分流", "Triage events"),
    Permission("grid.dispatch", "派遣（吹哨）", "Dispatch (whistle)"),
    Permission("grid.handle", "处置事件", "Handle events"),
    Permission("grid.verify", "现场核查", "Verify on site"),
    Permission("grid.supervise", "督办", "Supervise"),
    Permission(DUTY, "安排网格员与AB岗", "Manage grid workers and backups"),
    Permission(PATROL, "网格巡查", "Go on rounds"),
    Permission(VISIT, "入户走访登记", "Record visits"),
    Permission(REVIEW, "查阅巡查与走访", "Read rounds and visits"),
    Permission(REDRAW, "调整网格边界", "Redraw grids"),
)
