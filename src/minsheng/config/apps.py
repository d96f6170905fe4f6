"""Django application of the floor `config`: its commands, health pages and checks."""

from django.apps import AppConfig
from django.core.signals import got_request_exception

from minsheng.config.observability.middleware import log_failure


class ConfigConfig(AppConfig):
    """Registers the floor with Django under the label `config`."""

    name = "minsheng.config"
    label = "config"

    def ready(self) -> None:
        """Have every failed request logged, whichever middleware or view it failed in."""
        got_request_exception.connect(log_failure, dispatch_uid="minsheng.log_failure")
