"""The one table of the API: how often somebody came, where that must be known to all workers at once."""

from __future__ import annotations

from django.db import models


class Tally(models.Model):
    """Requests of one caller under one rule, in the present window and the one before.

    ``window`` is the instant (seconds since 1970) at which the present one began. ``key`` is a keyed fingerprint of
    rule and caller, so that no address is kept. The table is unlogged: after a crash of the database everybody starts
    from nothing, which costs one window.
    """

    key = models.BinaryField(primary_key=True, max_length=16)
    window = models.BigIntegerField()
    hits = models.PositiveIntegerField()
    before = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.window}: {self.hits}"
