"""Web hooks: a signed JSON POST to an address that an administrator entered."""

from __future__ import annotations

import hashlib
import hmac
import json
import time

from django.conf import settings

from minsheng.base.crypto import derive_key
from minsheng.kernel.messages.network import post_json
from minsheng.kernel.messages.ports import Outgoing

SIGNATURE_HEADER = "Minsheng-Signature"
_TIMEOUT_SECONDS = 10.0


class WebhookPort:
    """Posts ``{"id", "template", "case_id", "subject", "body"}``; ``id`` is the dedup key: a receiver drops doubles.

    The header ``Minsheng-Signature: t=<seconds>,v1=<hex>`` is HMAC-SHA256 over ``<seconds>.<body>`` with the secret of
    the address (`webhook_secret`). Private addresses are refused unless the setting ``MINSHENG_WEBHOOK_PRIVATE`` is
    true.
    """

    def send(self, message: Outgoing) -> None:
        """Post one message. Errors as in `network.post_json`."""
        content = json.dumps(
            {
                "id": message.dedup_key,
                "template": message.template,
                "case_id": message.case_id,
                "subject": message.subject,
                "body": message.body,
            },
            ensure_ascii=False,
        ).encode()
        post_json(
            message.address,
            content,
            headers={SIGNATURE_HEADER: signature(webhook_secret(message.address), content, int(time.time()))},
            timeout=_TIMEOUT_SECONDS,
            allow_private=bool(getattr(settings, "MINSHENG_WEBHOOK_PRIVATE", False)),
        )


def webhook_secret(url: str) -> str:
    """The secret (64 hexadecimal digits) shared with the owner of ``url``: shown to administrators, never stored."""
    key = derive_key(bytes(settings.FIELD_KEY), "webhook signatures")
    return hmac.new(key, url.encode(), hashlib.sha256).hexdigest()


def signature(secret: str, content: bytes, at: int) -> str:
    """Value of the signature header for ``content``, signed at ``at`` (seconds since 1970)."""
    mark = hmac.new(secret.encode(), f"{at}.".encode() + content, hashlib.sha256).hexdigest()
    return f"t={at},v1={mark}"
