"""What the hotline adds to the screens: the portal's main entry, and the worklists of the centre and the units."""

from minsheng.domains.hotline.module import PROCEDURE, REALM
from minsheng.surface.web.intakes import Intake, Worklist, register_intake, register_worklists

register_intake(Intake(PROCEDURE, REALM.key, staff="hotline.file", residents=True, order=1))
register_worklists(
    Worklist("hotline-dispatch", PROCEDURE, "dispatch", "待派单", "To dispatch"),
    Worklist("hotline-sign", PROCEDURE, "sign", "待签收", "To sign for"),
    Worklist("hotline-review", PROCEDURE, "review", "待审核", "To review"),
    Worklist("hotline-call-back", PROCEDURE, "call_back", "待回访", "To call back"),
)
