"""Manifest of the disputes platform: read this file first."""

from minsheng.kernel.access.permissions import Permission, Realm

DISPUTES = Realm("disputes", 3, "矛盾纠纷化解", "Disputes")
PETITIONS = Realm("petitions", 4, "信访", "Petitions")
AWARDS = Realm("awards", 5, "枫桥式单位", "Fengqiao-style titles")
REALMS = (DISPUTES, PETITIONS, AWARDS)

PERMISSIONS = (
    Permission("disputes.read", "查看纠纷案件", "Read disputes"),
    Permission("disputes.file", "登记纠纷", "Register disputes"),
    Permission("disputes.accept", "受理或不予受理", "Accept or decline disputes"),
    Permission("disputes.assign", "指定调解员、决定回避", "Appoint mediators, decide on recusal"),
    Permission("disputes.mediate", "主持调解", "Mediate"),
    Permission("disputes.seal", "调解协议盖章", "Seal agreements"),
    Permission("disputes.track", "督促履行、回访", "Follow up performance"),
    Permission("disputes.refer", "移送、分流", "Refer to other agencies"),
    Permission("disputes.confirm", "办理司法确认", "Decide on judicial confirmation"),
    Permission("disputes.court", "委派、委托调解", "Entrust mediation for the court"),
    Permission("disputes.police", "治安调解", "Mediate for the police"),
    Permission("disputes.labour", "劳动争议调解", "Mediate labour disputes"),
    Permission("disputes.administer", "行政调解", "Mediate administratively"),
    Permission("disputes.supervise", "督办", "Supervise"),
    Permission("disputes.circulate", "印发通报", "Issue circulars"),
    Permission("disputes.warn", "处置预警", "Decide on early warnings"),
    Permission("disputes.templates", "编制化解步骤模板", "Compose local step templates"),
    Permission("disputes.panel", "维护调解组织和调解员", "Maintain committees and mediators"),
    Permission("disputes.sessions", "安排调解场次", "Schedule sessions"),
    Permission("disputes.register", "导入导出纠纷台账", "Import and export the register"),
    Permission("disputes.postings", "维护下派干部台账", "Maintain postings of cadres"),
    Permission("disputes.statistics", "查看统计", "Read statistics"),
    Permission("disputes.dispatch", "联合案件牵头与派单", "Dispatch joint cases"),
    Permission("disputes.agencies", "维护平台入驻单位", "Maintain agencies on the platform"),
    Permission("petitions.read", "查看信访事项", "Read petitions"),
    Permission("petitions.file", "登记信访事项", "Register petitions"),
    Permission("petitions.sort", "甄别分类", "Sort petitions"),
    Permission("petitions.transfer", "转送、交办", "Transfer petitions"),
    Permission("petitions.accept", "受理信访事项", "Accept petitions"),
    Permission("petitions.handle", "办理信访事项", "Handle petitions"),
    Permission("petitions.approve", "批准延期、签发意见", "Approve extensions, sign replies"),
    Permission("petitions.review", "复查", "Review"),
    Permission("petitions.recheck", "复核", "Re-review"),
    Permission("petitions.supervise", "督办信访事项", "Supervise petitions"),
    Permission("petitions.dispatch", "分派信访事项", "Dispatch petitions"),
    Permission("awards.read", "查看创建申报", "Read applications for titles"),
    Permission("awards.apply", "申报命名", "Apply for a title"),
    Permission("awards.assess", "考核评估", "Assess applications"),
    Permission("awards.grant", "命名、撤销", "Grant and withdraw titles"),
    Permission("awards.supervise", "监督创建工作", "Supervise titles"),
    Permission("awards.dispatch", "分派考核", "Dispatch assessments"),
)
