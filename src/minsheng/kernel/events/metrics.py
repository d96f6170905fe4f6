"""Counters of the events room, read by Prometheus."""

from __future__ import annotations

from prometheus_client import Counter

DELIVERED = Counter("minsheng_events_delivered_total", "Events handled by a receiver.", ["receiver"])
FAILED = Counter("minsheng_events_failed_total", "Events on which a receiver raised.", ["receiver"])
