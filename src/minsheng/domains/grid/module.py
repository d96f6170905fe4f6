"""Manifest of grid events: read this file first."""

from minsheng.kernel.access.permissions import Permission, Realm

REALM = Realm("grid", 2, "网格事件", "Grid events")
PROCEDURE = "grid.event"
PERMISSIONS = (
    Permission("grid.read", "查看网格事件", "Read grid events"),
    Permission("grid.report", "上报事件", "Report events"),
    Permission("grid.triage", "研判分流", "Triage events"),
    Permission("grid.dispatch", "派遣（吹哨）", "Dispatch (whistle)"),
    Permission("grid.handle", "处置事件", "Handle events"),
    Permission("grid.verify", "现场核查", "Verify on site"),
    Permission("grid.supervise", "督办", "Supervise"),
)
