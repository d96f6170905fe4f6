"""Templates as they are used: the newest words for an occasion, kept in memory; and new versions by administrators."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet

from minsheng.base.errors import Refusal
from minsheng.base.text.cleaning import clean_text
from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.rules import require
from minsheng.kernel.audit.services import record
from minsheng.kernel.memory import Remembered
from minsheng.kernel.messages.models import Channel, Origin, Template
from minsheng.kernel.messages.wording import WordingError, check_wording

DEFAULT_LANGUAGE = "zh-hans"
LONGEST_SUBJECT = 150
LONGEST_BODY = 4000
LONGEST_SMS = 500
"""Characters; some seven parts of a text message."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a template is for: everything that picks one but its version."""

    key: str
    audience: str
    language: str
    channel: str


@dataclass(frozen=True, slots=True)
class Wording:
    """Words for one occasion, and the placeholders that the sender fills."""

    occasion: Occasion
    params: tuple[str, ...]
    subject: str
    body: str


class TemplateError(ValueError):
    """A template file is malformed, or no template was delivered for an occasion."""


def newest_template(occasion: Occasion) -> Template:
    """The newest template of ``occasion``; in the default language when it has none in the one asked for.

    From memory, at most two seconds old. Raises TemplateError when no module delivered one.
    """
    book = _book.current()
    for language in (occasion.language, DEFAULT_LANGUAGE):
        found = book.get(Occasion(occasion.key, occasion.audience, language, occasion.channel))
        if found is not None:
            return found
    raise TemplateError(f"no template for {occasion}")


def channels_for(key: str, audience: str) -> list[Channel]:
    """Channels by which this audience is told on this occasion, in a fixed order; empty when there is no template."""
    found = {known.channel for known in _book.current() if known.key == key and known.audience == audience}
    return [channel for channel in Channel if channel.value in found]


def save_template(*, by: Actor, occasion: Occasion, subject: str, body: str) -> Template:
    """Follow the newest template of ``occasion`` by other words; return the new version. Needs ``templates.manage``.

    Raises Refusal ``template.unknown`` (no module speaks on this occasion), ``template.placeholder`` (param fault),
    ``template.busy`` (409), or the faults of a text on ``subject`` and ``body``.
    """
    require(by, "templates.manage")
    title = clean_text(subject, "subject", LONGEST_SUBJECT, required=False)
    text = clean_text(body, "body", longest_body(occasion.channel))
    with transaction.atomic():
        newest = _versions(occasion).last()
        if newest is None:
            raise Refusal("template.unknown", "key", status=404)
        for field, words in (("subject", title), ("body", text)):
            _check_placeholders(field, words, newest.params)
        wording = Wording(occasion, tuple(newest.params), title, text)
        saved = add_version(wording, newest.version + 1, Origin.ADMIN, by.account_id)
        data = {
            "key": occasion.key,
            "audience": occasion.audience,
            "channel": occasion.channel,
            "version": saved.version,
        }
        record("messages.template_written", by=by, subject="template", subject_id=saved.pk, data=data)
    return saved


def add_version(wording: Wording, version: int, origin: Origin, account_id: int | None) -> Template:
    """Store one version. Raises Refusal ``template.busy`` when somebody else has just written that version."""
    occasion = wording.occasion
    template = Template(
        key=occasion.key,
        audience=occasion.audience,
        language=occasion.language,
        channel=occasion.channel,
        version=version,
        origin=origin.value,
        params=list(wording.params),
        subject=wording.subject,
        body=wording.body,
        created_by_id=account_id,
    )
    try:
        with transaction.atomic():
            template.save(force_insert=True)
    except IntegrityError as error:
        raise Refusal("template.busy", status=409) from error
    _book.changed()
    return template


def longest_body(channel: str) -> int:
    """How many characters the text of a message on ``channel`` may have."""
    return LONGEST_SMS if channel == Channel.SMS else LONGEST_BODY


def _versions(occasion: Occasion) -> QuerySet[Template]:
    rows = Template.objects.filter(key=occasion.key, audience=occasion.audience, channel=occasion.channel)
    return rows.filter(language=occasion.language).order_by("version")


def _check_placeholders(field: str, words: str, params: list[str]) -> None:
    try:
        check_wording(words, params)
    except WordingError as error:
        raise Refusal("template.placeholder", field, fault=str(error)) from error


def _load() -> dict[Occasion, Template]:
    rows = Template.objects.order_by("version")
    return {Occasion(row.key, row.audience, row.language, row.channel): row for row in rows}


def _stamp() -> object:
    # Versions are only ever added.
    return Template.objects.aggregate(newest=Max("id"))["newest"]


_book: Remembered[dict[Occasion, Template]] = Remembered(_load, _stamp)
