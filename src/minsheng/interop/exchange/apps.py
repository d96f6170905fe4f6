"""Django application of the exchange: files in and out."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Registers the exchange with Django under the short label `exchange`."""

    name = "minsheng.interop.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"
