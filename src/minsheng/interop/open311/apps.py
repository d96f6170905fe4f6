"""Django application of the Open311 server."""

from django.apps import AppConfig


class Open311Config(AppConfig):
    """Registers the adapter under the short label `open311`; it has no tables."""

    name = "minsheng.interop.open311"
    label = "open311"
