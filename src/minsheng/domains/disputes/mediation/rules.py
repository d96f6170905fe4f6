"""Registers the guards and effects of all kinds of mediation: importing this is enough."""

from minsheng.domains.disputes.confirmation import rules as confirmation
from minsheng.domains.disputes.court import rules as court
from minsheng.domains.disputes.labour import rules as labour
from minsheng.domains.disputes.mediation import agreement, choice, parties, performance, recusal, sessions
from minsheng.domains.disputes.police import rules as police

ROOMS = (parties, recusal, choice, sessions, agreement, performance, confirmation, court, labour, police)
"""Every room that registers something."""
