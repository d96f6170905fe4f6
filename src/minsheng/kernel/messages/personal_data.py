"""What the messages room adds to the export and the erasure of one person's data."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext as _

from minsheng.kernel.audit.kinds import Holds, LogKind
from minsheng.kernel.audit.models import AuditLine
from minsheng.kernel.messages.models import Outbox
from minsheng.kernel.messages.wording import addressed


def messages_to(party_id: int) -> list[dict[str, Any]]:
    """Every message to the party, oldest first, for an export by 个人信息保护法 Article 45."""
    return [
        {
            "channel": row.channel,
            "at": row.created_at.isoformat(),
            "sent_at": row.sent_at.isoformat() if row.sent_at else None,
            "subject": addressed(row.subject, ""),
            "text": addressed(row.body, ""),
        }
        for row in Outbox.objects.filter(party_id=party_id).order_by("id")
    ]


def blank_messages_to(party_id: int) -> None:
    """Blank the words of every message to the party; what has not left yet never will. That it was sent stays known."""
    rows = Outbox.objects.filter(party_id=party_id)
    rows.filter(Q(sent_at__isnull=True)).update(failed_at=Coalesce(F("failed_at"), Now()), last_error="party.erased")
    rows.update(subject=Value(""), body=Value(""), address_cipher=None)


def _says_written(line: AuditLine) -> str:
    text = _("Wrote version %(version)s of the message template %(key)s")
    return text % {"version": line.data["version"], "key": line.data["key"]}


KINDS = (
    LogKind(
        "messages.template_written",
        _says_written,
        {"key": Holds.CODE, "audience": Holds.CODE, "channel": Holds.CODE, "version": Holds.CODE},
    ),
)
