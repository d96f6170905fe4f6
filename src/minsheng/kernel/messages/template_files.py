"""The words that modules deliver in ``templates.toml``, stored as versions of templates after each migration.

A file holds a list of tables ``[[template]]`` with ``key``, ``audience``, ``channel``, ``params`` and one table
``[template.text.<language>]`` (``subject``, ``body``) for each language.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db import transaction

from minsheng.kernel.messages.models import Channel, Origin, Template
from minsheng.kernel.messages.templates import (
    DEFAULT_LANGUAGE,
    LONGEST_SUBJECT,
    Occasion,
    TemplateError,
    Wording,
    add_version,
    longest_body,
)
from minsheng.kernel.messages.wording import WordingError, check_wording

_files: list[Path] = []


def register_template_file(path: Path) -> None:
    """Name a ``templates.toml`` at start-up. Raises TemplateError when it is not there or named twice."""
    if path in _files or not path.is_file():
        raise TemplateError(f"template file {path} is registered twice or is not there")
    _files.append(path)


def seed_templates(paths: Iterable[Path] | None = None) -> int:
    """Store the wordings of ``paths`` (default: all registered files) that are new; return how many.

    A wording that was delivered before in any version is left alone, and one that an administrator has followed by
    another text is not put before it. Runs after each migration. Raises TemplateError naming the file and the fault.
    """
    wordings = [wording for path in (_files if paths is None else paths) for wording in read_wordings(path)]
    with transaction.atomic():
        return sum(_seed(wording) for wording in wordings)


def read_wordings(path: Path) -> list[Wording]:
    """Read one template file. Raises TemplateError naming the file and the fault."""
    try:
        tables: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["template"]
        return [wording for table in tables for wording in _wordings_of(table)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise TemplateError(f"{path}: {type(error).__name__}: {error}") from error


def _wordings_of(table: dict[str, Any]) -> Iterator[Wording]:
    channel = Channel(table["channel"])
    params = tuple(table.get("params", ()))
    texts: dict[str, dict[str, str]] = table["text"]
    if DEFAULT_LANGUAGE not in texts:
        raise TemplateError(f"{table['key']}: no text in {DEFAULT_LANGUAGE}")
    for language, text in texts.items():
        occasion = Occasion(table["key"], table["audience"], language, channel.value)
        subject, body = text.get("subject", ""), text["body"].strip()
        _check(occasion, subject, body, params)
        yield Wording(occasion, params, subject, body)


def _check(occasion: Occasion, subject: str, body: str, params: tuple[str, ...]) -> None:
    try:
        check_wording(subject, params)
        check_wording(body, params)
    except WordingError as error:
        raise TemplateError(f"{occasion}: {error}") from error
    if not body or len(subject) > LONGEST_SUBJECT or len(body) > longest_body(occasion.channel):
        raise TemplateError(f"{occasion}: empty or too long")


def _seed(wording: Wording) -> bool:
    occasion = wording.occasion
    versions = list(
        Template.objects.filter(
            key=occasion.key, audience=occasion.audience, language=occasion.language, channel=occasion.channel
        ).order_by("version")
    )
    new = (wording.subject, wording.body, list(wording.params))
    if any((row.subject, row.body, row.params) == new for row in versions if row.origin == Origin.MODULE):
        return False
    if versions and versions[-1].origin == Origin.ADMIN:
        return False
    add_version(wording, versions[-1].version + 1 if versions else 1, Origin.MODULE, None)
    return True
