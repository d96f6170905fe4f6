"""The ways out: one port for each channel, chosen by settings, and what a port may answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from minsheng.kernel.messages.models import Channel

DEFAULT_PORTS = {
    Channel.EMAIL: "minsheng.kernel.messages.smtp.SmtpPort",
    Channel.SMS: "minsheng.kernel.messages.sms.FileSms",
    Channel.WEBHOOK: "minsheng.kernel.messages.webhook.WebhookPort",
}


@dataclass(frozen=True, slots=True, repr=False)
class Outgoing:
    """A message as it leaves: everything in clear, in memory only. ``dedup_key`` lets a provider drop a second copy."""

    dedup_key: str
    address: str
    subject: str
    body: str
    template: str
    case_id: int | None

    def __repr__(self) -> str:
        """Nothing personal: a representation ends up in logs."""
        return f"Outgoing({self.template})"


class SendingError(Exception):
    """A port could not send. ``code`` is a short word of ours; a provider's own text may quote an address."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TemporaryFailure(SendingError):
    """It may go well later: no connection, a busy provider."""


class PermanentFailure(SendingError):
    """It will never go well: a wrong address, a refusal by the provider."""


class Port(Protocol):
    """One way out. A port is made for each message and keeps nothing."""

    def send(self, message: Outgoing) -> None:
        """Hand ``message`` over, or raise TemporaryFailure or PermanentFailure."""


def port_of(channel: Channel) -> Port:
    """The port for ``channel``: setting ``MINSHENG_PORTS`` (channel → dotted path of a class), else the default.

    The default for text messages writes them into a file: an installation must name its provider.
    """
    chosen: dict[str, str] = getattr(settings, "MINSHENG_PORTS", {})
    made: Port = import_string(chosen.get(channel.value) or DEFAULT_PORTS[channel])()
    return made
