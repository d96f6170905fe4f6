"""Django application of the floor `config`: its commands, health pages and checks."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Registers the floor with Django under the label `config`."""

    name = "minsheng.config"
    label = "config"
