"""The kinds of audit lines that the room writes. Keys only: nobody is named in them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from minsheng.kernel.audit.kinds import Holds, LogKind
from minsheng.kernel.audit.models import AuditLine


def _made(line: AuditLine) -> str:
    return str(_("The paper %(paper)s was made (%(how)s)") % line.data)


KINDS = (LogKind("disputes.paper_made", _made, {"paper": Holds.CODE, "how": Holds.CODE}),)
