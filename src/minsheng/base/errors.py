"""Refusals: one typed exception that every surface words for itself."""

from __future__ import annotations


class Refusal(Exception):
    """Something a person asked for is not allowed or not well formed.

    ``code`` is stable and belongs to the API (for example ``act.not_open``); ``field`` names the input at fault or is
    ``None``; ``params`` fill the message template of that code. ``status`` is the HTTP status a surface should use.
    """

    def __init__(self, code: str, field: str | None = None, *, status: int = 422, **params: object) -> None:
        super().__init__(code, field, params)
        self.code = code
        self.field = field
        self.status = status
        self.params = params

    def __str__(self) -> str:
        where = f" [{self.field}]" if self.field else ""
        detail = ", ".join(f"{k}={v}" for k, v in self.params.items())
        return f"{self.code}{where}{': ' + detail if detail else ''}"


class Refusals(Exception):
    """Several refusals at once, as a form or an import row has them."""

    def __init__(self, refusals: list[Refusal]) -> None:
        super().__init__(refusals)
        self.refusals = refusals
