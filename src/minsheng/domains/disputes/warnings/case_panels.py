"""Parts of the page of a case: its warnings, and the local steps that may be begun on it."""

from __future__ import annotations

from minsheng.domains.disputes.steps.begin_views import panel as steps_panel
from minsheng.domains.disputes.steps.beginning import FROM
from minsheng.domains.disputes.warnings.views import panel as warnings_panel
from minsheng.surface.web.cases.panels import Panel, register_panels


def register() -> None:
    """Add the parts at start-up. Neither is shown to a party."""
    register_panels(
        Panel("disputes.warnings", ("disputes.*",), "disputes/warning_panel.html", warnings_panel, order=10),
        Panel("disputes.steps", FROM, "disputes/steps_panel.html", steps_panel, order=20),
    )
