"""The ways out: e-mail, text messages, web hooks."""

from __future__ import annotations

import hashlib
import hmac
import json
import smtplib
from pathlib import Path

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from pytest_django import Settings

from minsheng.kernel.messages.models import Channel
from minsheng.kernel.messages.ports import Outgoing, PermanentFailure, SendingError, TemporaryFailure, port_of
from minsheng.kernel.messages.sms import FileSms, HttpSms
from minsheng.kernel.messages.smtp import SmtpPort, message_id
from minsheng.kernel.messages.webhook import SIGNATURE_HEADER, WebhookPort, signature, webhook_secret
from tests.kernel.messages.receiving import server

MESSAGE = Outgoing(
    dedup_key="case:5:1:reporter:sms",
    address="13800001234",
    subject="已受理",
    body='您的事项"HL"已受理\n5日',
    template="tests.accepted",
    case_id=5,
)


def _to(address: str) -> Outgoing:
    return Outgoing(MESSAGE.dedup_key, address, "月报\n二", "正文", "tests.report", None)


class TestChoice:
    def test_defaults(self) -> None:
        chosen = [type(port_of(channel)) for channel in (Channel.EMAIL, Channel.SMS, Channel.WEBHOOK)]
        assert chosen == [SmtpPort, FileSms, WebhookPort]

    def test_by_setting(self, settings: Settings) -> None:
        settings.MINSHENG_PORTS = {"sms": "minsheng.kernel.messages.sms.HttpSms"}
        assert isinstance(port_of(Channel.SMS), HttpSms)


class TestMail:
    def test_what_is_sent(self) -> None:
        SmtpPort().send(_to("a@example.cn"))
        (sent,) = mail.outbox
        assert (sent.to, sent.subject, sent.body) == (["a@example.cn"], "月报 二", "正文")
        assert sent.extra_headers["Message-ID"] == message_id(MESSAGE.dedup_key)
        assert sent.message()["Message-ID"] == message_id(MESSAGE.dedup_key), "the same at every attempt"

    @pytest.mark.parametrize(
        ("error", "failure", "code"),
        [
            (smtplib.SMTPRecipientsRefused({"a": (550, b"no such user")}), PermanentFailure, "smtp.recipient_refused"),
            (smtplib.SMTPRecipientsRefused({"a": (450, b"later")}), TemporaryFailure, "smtp.recipient_deferred"),
            (smtplib.SMTPDataError(554, b"spam"), PermanentFailure, "smtp.refused"),
            (smtplib.SMTPDataError(451, b"later"), TemporaryFailure, "smtp.deferred"),
            (smtplib.SMTPAuthenticationError(535, b"no"), TemporaryFailure, "smtp.deferred"),
            (smtplib.SMTPServerDisconnected(), TemporaryFailure, "smtp.no_connection"),
            (TimeoutError(), TemporaryFailure, "smtp.no_connection"),
        ],
    )
    def test_failures(
        self, error: Exception, failure: type[SendingError], code: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*arguments: object) -> int:
            raise error

        monkeypatch.setattr(EmailBackend, "send_messages", fail)
        with pytest.raises(failure) as caught:
            SmtpPort().send(_to("a@example.cn"))
        assert caught.value.code == code


class TestSms:
    def test_into_a_file_for_its_owner_only(self, settings: Settings, tmp_path: Path) -> None:
        settings.HOME = tmp_path
        FileSms().send(MESSAGE)
        FileSms().send(MESSAGE)
        path = tmp_path / "outbox" / "sms.jsonl"
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        assert [(line["to"], line["body"]) for line in lines] == [("13800001234", MESSAGE.body)] * 2
        assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)

    def test_to_a_provider(self, settings: Settings) -> None:
        with server() as received:
            settings.MINSHENG_SMS = {
                "url": f"http://127.0.0.1:{received.port}/send",
                "headers": {"Authorization": "Bearer x"},
                "body": {
                    "phones": ["{address}"],
                    "sign": "平城区",
                    "data": {"content": "{body}"},
                    "id": "{dedup_key}",
                    "n": 1,
                },
            }
            HttpSms().send(MESSAGE)
        ((path, headers, content),) = received.requests
        assert (path, headers["Authorization"]) == ("/send", "Bearer x")
        assert json.loads(content) == {
            "phones": ["13800001234"],
            "sign": "平城区",
            "data": {"content": MESSAGE.body},
            "id": MESSAGE.dedup_key,
            "n": 1,
        }

    def test_without_a_provider(self, settings: Settings) -> None:
        settings.MINSHENG_SMS = {}
        with pytest.raises(PermanentFailure, match=r"sms\.not_configured"):
            HttpSms().send(MESSAGE)


class TestWebhook:
    def test_what_arrives_is_signed(self, settings: Settings) -> None:
        settings.MINSHENG_WEBHOOK_PRIVATE = True
        with server() as received:
            url = f"http://127.0.0.1:{received.port}/hook"
            WebhookPort().send(_to(url))
        ((_path, headers, content),) = received.requests
        assert json.loads(content) == {
            "id": MESSAGE.dedup_key,
            "template": "tests.report",
            "case_id": None,
            "subject": "月报\n二",
            "body": "正文",
        }
        at, mark = (part.partition("=")[2] for part in headers[SIGNATURE_HEADER].split(","))
        expected = hmac.new(webhook_secret(url).encode(), f"{at}.".encode() + content, hashlib.sha256).hexdigest()
        assert mark == expected
        assert signature(webhook_secret(url), content, int(at)) == headers[SIGNATURE_HEADER]

    def test_each_address_has_a_secret_of_its_own(self) -> None:
        assert webhook_secret("https://a.cn/") != webhook_secret("https://a.cn/b")
        assert webhook_secret("https://a.cn/") == webhook_secret("https://a.cn/")
        assert len(webhook_secret("https://a.cn/")) == 64

    def test_private_addresses_are_refused_unless_allowed(self) -> None:
        with server() as received, pytest.raises(PermanentFailure, match=r"http\.private_address"):
            WebhookPort().send(_to(f"http://127.0.0.1:{received.port}/"))
        assert received.requests == []
