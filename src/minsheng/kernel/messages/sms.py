"""Text messages: to a provider that takes JSON over HTTP, or into a file for demonstrations and tests."""

from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from minsheng.kernel.messages.network import post_json
from minsheng.kernel.messages.ports import Outgoing, PermanentFailure

FILE_NAME = "sms.jsonl"


class HttpSms:
    """Posts JSON to the provider named by the setting ``MINSHENG_SMS``.

    ``{"url": …, "headers": {…}, "body": {…}, "timeout": seconds}``; in the texts of ``body``, ``{address}``,
    ``{body}``, ``{dedup_key}`` and ``{template}`` are replaced, so that providers with registered templates are served
    too.
    """

    def send(self, message: Outgoing) -> None:
        """Post one message. Raises PermanentFailure ``sms.not_configured`` when no provider is set."""
        provider: dict[str, Any] = getattr(settings, "MINSHENG_SMS", {})
        if not provider.get("url"):
            raise PermanentFailure("sms.not_configured")
        content = json.dumps(_filled(provider.get("body", {}), message), ensure_ascii=False).encode()
        post_json(
            provider["url"],
            content,
            headers=provider.get("headers", {}),
            timeout=float(provider.get("timeout", 10)),
            # A gateway inside the government network is the usual case, and the address comes from our own settings.
            allow_private=True,
        )


class FileSms:
    """Appends each message as a line of JSON to ``outbox/sms.jsonl`` in the home folder, readable by its owner only."""

    def send(self, message: Outgoing) -> None:
        """Write one line; two processes never mix theirs."""
        line = {
            "at": timezone.now().isoformat(),
            "to": message.address,
            "body": message.body,
            "dedup_key": message.dedup_key,
            "template": message.template,
        }
        descriptor = os.open(_file(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "a", encoding="utf-8") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            stream.write(json.dumps(line, ensure_ascii=False) + "\n")


def _file() -> Path:
    folder = Path(settings.HOME) / "outbox"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / FILE_NAME


def _filled(part: Any, message: Outgoing) -> Any:
    """``part`` of the provider's body with the message put in, at every depth."""
    if isinstance(part, dict):
        return {key: _filled(value, message) for key, value in part.items()}
    if isinstance(part, list):
        return [_filled(value, message) for value in part]
    if not isinstance(part, str):
        return part
    names = {"address": message.address, "dedup_key": message.dedup_key, "template": message.template}
    for name, value in (*names.items(), ("body", message.body)):
        part = part.replace(f"{{{name}}}", value)
    return part
