"""Django application of the room `facts`."""

from django.apps import AppConfig


class FactsConfig(AppConfig):
    """Registers the room with Django under the short label `facts`."""

    name = "minsheng.kernel.facts"
    label = "facts"
    default_auto_field = "django.db.models.BigAutoField"
