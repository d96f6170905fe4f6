"""Django application of the room `events`."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Registers the room with Django under the short label `events`."""

    name = "minsheng.kernel.events"
    label = "events"
    default_auto_field = "django.db.models.BigAutoField"
