"""Django application of the room `files`."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Registers the room with Django under the short label `files`."""

    name = "minsheng.kernel.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"
