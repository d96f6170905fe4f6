"""Logs on standard error, as JSON lines (plain ones for commands), for our own events and for every library's.

No personal data: an exception is written as its type and the places it came through, without its message, because
messages of databases and validators quote the values they complain about.
"""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict

from minsheng.base.errors import Refusal

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]
DEEPEST_FRAMES = 12


def safe_exception(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Replace ``exc_info`` by the exception's type, its code where it is ours, and the frames it came through."""
    found = _exception(event.pop("exc_info", None))
    if found is None:
        return event
    event["exception"] = f"{type(found).__module__}.{type(found).__qualname__}"
    if isinstance(found, Refusal):
        event["code"] = found.code
    if state := getattr(found, "sqlstate", None) or getattr(found.__cause__, "sqlstate", None):
        event["sqlstate"] = state
    frames = traceback.extract_tb(found.__traceback__)[-DEEPEST_FRAMES:]
    event["frames"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return event


def _exception(value: Any) -> BaseException | None:
    if value is True:
        value = sys.exc_info()
    if isinstance(value, tuple):
        value = value[1]
    return value if isinstance(value, BaseException) else None


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    safe_exception,
]


class StandardError(logging.StreamHandler[TextIO]):
    """Writes to whatever ``sys.stderr`` is at the moment of writing, so that a test or a service may redirect it."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        """The present standard error."""
        return sys.stderr


def logging_settings(level: str, *, for_people: bool = False) -> dict[str, Any]:
    """Return Django's ``LOGGING`` and set structlog up alike; ``level`` is a name such as INFO.

    ``for_people`` writes plain lines instead of JSON, for commands that somebody watches at a terminal.
    """
    renderer: Any = structlog.processors.JSONRenderer(ensure_ascii=False)
    if for_people:
        renderer = structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": [*SHARED[:-1], structlog.stdlib.ExtraAdder(allow=()), safe_exception],
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            renderer,
        ],
    }
    silent = {"handlers": [], "level": "CRITICAL", "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"safe": formatter},
        "handlers": {"standard_error": {"()": StandardError, "formatter": "safe"}},
        "root": {"handlers": ["standard_error"], "level": level},
        "loggers": {
            # These write paths and statements; our own request record says the same without them.
            "django.request": silent,
            "django.server": silent,
            "django.db.backends": silent,
            "django": {"level": "WARNING"},
            "procrastinate": {"level": "WARNING"},
        },
    }
