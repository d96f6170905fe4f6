"""Counters of the messages room, read by Prometheus."""

from __future__ import annotations

from prometheus_client import Counter

SENT = Counter("minsheng_messages_sent_total", "Messages handed to a provider.", ["channel"])
FAILED = Counter("minsheng_messages_failed_total", "Attempts that failed; final: given up.", ["channel", "final"])
