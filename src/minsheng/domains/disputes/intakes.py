"""Where disputes are filed, by whom, and the worklists of those who wait for them."""

from __future__ import annotations

from minsheng.surface.web.intakes import Intake, Worklist, register_intake, register_worklists

_LETTER = ("letter",)
_COUNTER = ("counter", "phone", "letter")

INTAKES = (
    Intake(
        "disputes.mediation",
        "disputes",
        staff="disputes.file",
        residents=True,
        channels=_COUNTER,
        order=10,
        title=("申请人民调解", "Ask for mediation"),
        hint=(
            "邻里、婚姻家庭、物业、工资等纠纷，由人民调解委员会免费调解，当事人自愿参加。",
            "Neighbours, family, property management, wages: a committee mediates free of charge, if all agree.",
        ),
        given={"source": "application", "manner": "written"},
    ),
    Intake(
        "disputes.labour_mediation",
        "disputes",
        staff="disputes.labour",
        residents=True,
        channels=_COUNTER,
        order=11,
        title=("申请劳动争议调解", "Ask for mediation of a labour dispute"),
        hint=(
            "拖欠工资、解除劳动合同、工伤待遇等争议。十五日内未达成协议的，可以申请仲裁。",
            "Unpaid wages, dismissal, injury at work. Without an agreement in fifteen days you may go to arbitration.",
        ),
        given={"manner": "written"},
    ),
    Intake(
        "disputes.petition",
        "petitions",
        staff="petitions.file",
        residents=True,
        channels=_COUNTER,
        order=12,
        title=("信访", "Petition"),
        hint=(
            "向机关、单位提出建议意见、检举控告或者申诉求决。检举控告不会让被检举人、被控告人看到。",
            "Suggest, report wrongdoing or seek a decision. Whoever is reported never sees the report.",
        ),
        given={"form": "online", "accused_accounts": "", "people": "", "repeated": ""},
    ),
    Intake(
        "disputes.matter",
        "disputes",
        staff="disputes.file",
        channels=(*_COUNTER, "patrol"),
        order=13,
    ),
    Intake("disputes.court_mediation", "disputes", staff="disputes.court", channels=("counter",), order=14),
    Intake("disputes.confirmation", "disputes", staff="disputes.confirm", channels=("counter",), order=15),
    Intake("disputes.police_mediation", "disputes", staff="disputes.police", channels=("counter", "phone"), order=16),
    Intake("disputes.administrative_mediation", "disputes", staff="disputes.administer", channels=_COUNTER, order=17),
    Intake("disputes.supervision", "disputes", staff="disputes.supervise", channels=_LETTER, order=18, people=False),
    Intake("disputes.circular", "disputes", staff="disputes.circulate", channels=_LETTER, order=19, people=False),
    Intake("disputes.award", "awards", staff="awards.apply", channels=_LETTER, order=20, people=False),
)

_M, _P = "disputes.mediation", "disputes.petition"
WORKLISTS = (
    Worklist("matter-triage", "disputes.matter", "triage", "待分流", "To triage"),
    Worklist("matter-assign", "disputes.matter", "assign", "待移交", "To transfer"),
    Worklist("matter-sign", "disputes.matter", "sign", "待签收", "To sign for"),
    Worklist("matter-evaluate", "disputes.matter", "evaluate", "待评估回访", "To follow up"),
    Worklist("mediation-accept", _M, "accept", "待受理调解", "Mediation to accept"),
    Worklist("mediation-assign", _M, "assign_mediators", "待指定调解员", "Mediators to assign"),
    Worklist("mediation-hold", _M, "hold_session", "我的调解", "My mediations", "disputes.mediate"),
    Worklist("mediation-seal", _M, "seal", "待盖章", "To seal"),
    Worklist("mediation-track", _M, "confirm_performed", "待督促履行", "Performance to follow"),
    Worklist("mediation-archive", _M, "archive", "待归档", "To file away"),
    Worklist("confirmation-accept", "disputes.confirmation", "accept", "待审查确认申请", "Confirmations to accept"),
    Worklist("confirmation-rule", "disputes.confirmation", "rule_valid", "待裁定", "Confirmations to rule on"),
    Worklist("court-appoint", "disputes.court_mediation", "appoint", "待委派委托", "To entrust"),
    Worklist("court-receive", "disputes.court_mediation", "confirm_receipt", "待确认接受委派", "Entrusted, to confirm"),
    Worklist("labour-accept", "disputes.labour_mediation", "accept", "待受理劳动争议", "Labour disputes to accept"),
    Worklist("police-start", "disputes.police_mediation", "start", "待治安调解", "Police mediation to begin"),
    Worklist("organ-accept", "disputes.administrative_mediation", "accept", "待受理行政调解", "To accept (organ)"),
    Worklist("petition-sort", _P, "sort", "待甄别", "Petitions to sort"),
    Worklist("petition-transfer", _P, "transfer", "待转送", "Petitions to transfer"),
    Worklist("petition-accept", _P, "accept", "待受理信访", "Petitions to accept"),
    Worklist("petition-reply", _P, "reply", "待出具处理意见", "Petitions to reply to"),
    Worklist("petition-review", _P, "review", "待复查", "To review"),
    Worklist("petition-recheck", _P, "recheck", "待复核", "To re-review"),
    Worklist("referral-sign", "disputes.referral", "sign", "待签收移送", "Referrals to sign for"),
    Worklist("supervision-answer", "disputes.supervision", "answer", "待回复督办", "Supervision to answer"),
    Worklist("supervision-judge", "disputes.supervision", "accept_answer", "待审核督办回复", "Answers to judge"),
    Worklist("circular-acknowledge", "disputes.circular", "acknowledge", "待签收通报", "Circulars to acknowledge"),
    Worklist("award-assess", "disputes.award", "assess", "待考核评估", "Titles to assess"),
    Worklist("award-grant", "disputes.award", "grant", "待命名", "Titles to grant"),
)


def register() -> None:
    """Make them known to the screens. Called once, when the applications are ready."""
    for intake in INTAKES:
        register_intake(intake)
    register_worklists(*WORKLISTS)
