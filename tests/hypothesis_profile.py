"""The profile of hypothesis for bounded, repeatable tests: the same examples on every run, no time limit for one.

``ci`` is registered here and loaded nowhere: tests ask for ``bounded(…)``, so importing this changes no other test.
"""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, settings

PROFILE = "ci"

settings.register_profile(
    PROFILE,
    derandomize=True,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def bounded(max_examples: int, **changes: Any) -> settings:
    """The profile with a number of examples (and ``stateful_step_count`` for machines)."""
    return settings(settings.get_profile(PROFILE), max_examples=max_examples, **changes)
