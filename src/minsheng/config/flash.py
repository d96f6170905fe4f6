"""Django's one-time notices under another label, because `messages` is the label of the kernel's room."""

from django.contrib.messages.apps import MessagesConfig


class FlashConfig(MessagesConfig):
    """`django.contrib.messages`, known to Django as `flash`; it has no tables."""

    label = "flash"
