"""Django application of the screens."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WebConfig(AppConfig):
    """Registers the screens under the short label `web` and lets every module name what it adds to them."""

    name = "minsheng.surface.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Read the module `web` of each domain: its entries in the portal and its worklists."""
        autodiscover_modules("web")
