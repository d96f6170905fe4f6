"""Manifest of the hotline: read this file first."""

from minsheng.kernel.access.permissions import Permission, Realm

REALM = Realm("hotline", 1, "12345热线", "12345 hotline")
PROCEDURE = "hotline.order"
PERMISSIONS = (
    Permission("hotline.read", "查看热线工单", "Read hotline orders"),
    Permission("hotline.file", "代诉求人登记", "File for a caller"),
    Permission("hotline.dispatch", "派单、并案、告知其他途径", "Dispatch, merge, refer elsewhere"),
    Permission("hotline.review", "审核答复、剔除", "Review answers, exempt"),
    Permission("hotline.call_back", "回访", "Call back"),
    Permission("hotline.arbitrate", "裁定责任单位", "Rule on responsibility"),
    Permission("hotline.supervise", "督办", "Supervise"),
    Permission("hotline.handle", "承办工单", "Handle orders"),
    Permission("hotline.approve", "批准延期、回复督办", "Approve extensions, answer supervision"),
)
