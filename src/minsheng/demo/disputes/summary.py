"""What ``load-demo`` says of the year of disputes: how many of each kind, and which accounts have something to do."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Q

from minsheng.demo.models import DemoLoad
from minsheng.domains.disputes.models import AHEAD, SessionMediator
from minsheng.domains.disputes.module import REALMS
from minsheng.kernel.access.models import Account
from minsheng.kernel.access.queries import actor_for
from minsheng.kernel.access.rules import visible
from minsheng.kernel.cases.models import Case

ACCOUNTS = (
    ("mediator", "TJ", "我的调解", "own mediations, sessions, agreements to sign"),
    ("committee", "TJ", "红卫里社区调委会", "to accept, assign, seal and file"),
    ("judicial", "TJ", "武定司法所", "mediations of the sub-district"),
    ("justice", "TJ", "区司法局", "all mediations, supervision, titles"),
    ("court", "QR", "司法确认", "applications for confirmation, referrals"),
    ("court_liaison", "WT", "诉调对接", "mediation before and after filing"),
    ("labour", "LT", "劳动争议", "labour disputes and arbitration"),
    ("police_mediator", "ZT", "北街派出所", "mediation by the police"),
    ("petitions", "XF", "信访", "petitions to sort and transfer"),
    ("petition_reviewer", "XF", "复查复核", "petitions to review"),
    ("governance", "JF", "一案一码", "matters to triage, transfer, follow up"),
)
"""An account to try, the prefix of the cases that it is about, and what it sees."""


def disputes_lines(load: DemoLoad) -> Iterator[str]:
    """One part of the summary, or none without disputes. Needs system eyes."""
    if not load.disputes:
        return
    rows = Case.objects.filter(realm__in=[realm.number for realm in REALMS]).values("procedure__key")
    counted = rows.annotate(all=Count("id"), open=Count("id", filter=Q(closed_at__isnull=True)))
    lines = [f"{sum(row['all'] for row in counted):,} disputes, petitions and titles (open now):"]
    lines += [f"  {row['procedure__key']} {row['all']:,} ({row['open']:,})" for row in counted.order_by("-all")]
    lines.append("Accounts to try them with:")
    lines += [_line(*account) for account in ACCOUNTS]
    yield "\n".join(lines)


def _line(username: str, prefix: str, zh: str, en: str) -> str:
    account = Account.objects.get(username=username)
    actor = actor_for(account)
    seen = visible(Case.objects.filter(code__startswith=prefix, closed_at__isnull=True), actor).count()
    ahead = SessionMediator.objects.filter(account=account, live=True, session__state__in=AHEAD).count()
    sessions = f", {ahead} sessions ahead" if ahead else ""
    return f"  {username}: {zh}, {en}: {seen:,} open{sessions}"
