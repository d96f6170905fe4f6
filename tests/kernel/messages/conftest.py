"""Templates, recipients and ports for the tests of this room. All names and numbers are invented."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.utils.module_loading import import_string
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from minsheng.kernel.access.actors import Actor, Grant
from minsheng.kernel.access.context import look_as_system
from minsheng.kernel.access.models import Account
from minsheng.kernel.messages.addresses import Recipient, ToAddress
from minsheng.kernel.messages.models import Channel, Outbox
from minsheng.kernel.messages.ports import Outgoing
from minsheng.kernel.messages.services import enqueue_message
from minsheng.kernel.messages.template_files import seed_templates
from minsheng.kernel.parties.models import Party, PartyKind
from minsheng.kernel.parties.services import register_party

NAME, PHONE = "王小明", "13800001234"

TEMPLATES = """
[[template]]
key = "tests.accepted"
audience = "reporter"
channel = "sms"
params = ["code", "days"]
[template.text.zh-hans]
body = "{addressee}：您的事项{code}已受理，{days}个工作日内答复。"
[template.text.en]
body = "{addressee}: {code} was accepted; an answer in {days} working days."

[[template]]
key = "tests.accepted"
audience = "reporter"
channel = "inapp"
params = ["code"]
[template.text.zh-hans]
subject = "{code}已受理"
body = "{addressee}，您的事项{code}已受理。"

[[template]]
key = "tests.assigned"
audience = "handler"
channel = "inapp"
params = ["code"]
[template.text.zh-hans]
subject = "新派单"
body = "{code}派给您。"

[[template]]
key = "tests.report"
audience = "centre"
channel = "email"
params = ["month"]
[template.text.zh-hans]
subject = "{month}月报"
body = "{addressee}{month}月报已生成。"

[[template]]
key = "tests.report"
audience = "centre"
channel = "webhook"
params = ["month"]
[template.text.zh-hans]
subject = "report"
body = "{month}"
"""


class Provider:
    """A port that keeps what it was given, or fails as it is told."""

    sent: list[Outgoing] = []
    failing: list[Exception] = []

    def send(self, message: Outgoing) -> None:
        """Keep the message, or raise the next failure."""
        if self.failing:
            raise self.failing.pop(0)
        self.sent.append(message)


@pytest.fixture
def provider(settings: Settings) -> type[Provider]:
    """Let every channel go through the provider above."""
    path = f"{__name__}.Provider"
    settings.MINSHENG_PORTS = {"sms": path, "email": path, "webhook": path}
    chosen: type[Provider] = import_string(path)
    chosen.sent, chosen.failing = [], []
    return chosen


@pytest.fixture
def templates(db: None, tmp_path: Path) -> Path:
    """The templates above, stored."""
    path = tmp_path / "templates.toml"
    path.write_text(TEMPLATES, encoding="utf-8")
    seed_templates([path])
    return path


@pytest.fixture
def as_system(templates: Path) -> Iterator[None]:
    """Look at the database as the system, as a service does after its own check."""
    with transaction.atomic():
        look_as_system()
        yield


@pytest.fixture
def resident(as_system: None) -> Party:
    """A person with a phone."""
    return register_party(by=Actor.system(), kind=PartyKind.PERSON, name=NAME, phone=PHONE)


@pytest.fixture
def account(as_system: None) -> Account:
    """Somebody who signs in."""
    return Account.objects.create(username="clerk", display_name="李科员")


def enqueue(
    to: Recipient | None = None, channel: Channel | None = Channel.SMS, dedup_key: str = "k", **more: object
) -> int:
    """Put "accepted" into the outbox."""
    call: dict[str, object] = {
        "template": "tests.accepted",
        "audience": "reporter",
        "to": to or ToAddress(PHONE),
        "channel": channel,
        "params": {"code": "HL261123-7K3Q9F", "days": 5},
        "dedup_key": dedup_key,
    }
    return enqueue_message(**call | more)  # type: ignore[arg-type]


def only() -> Outbox:
    """The one message in the outbox."""
    look_as_system()
    return Outbox.objects.get()


def jobs() -> list[dict[str, object]]:
    """Arguments of the waiting jobs that send messages."""
    rows = ProcrastinateJob.objects.filter(task_name="messages.send").order_by("id")
    return [row.args for row in rows]


def poster(*permissions: str, unit_id: int = 1, area_id: int | None = None, account_id: int = 9) -> Actor:
    """Somebody with a post."""
    return Actor(account_id=account_id, grants=(Grant(1, "post", frozenset(permissions), unit_id, area_id, 0),))
