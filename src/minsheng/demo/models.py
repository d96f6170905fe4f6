"""Which demonstration stands in the database."""

from __future__ import annotations

from django.db import models


class DemoLoad(models.Model):
    """One row: the simulated district that was loaded, and from what. Everything else of it follows from these values.

    ``finished_at`` is empty while it is being loaded, and stays so when that was broken off: the next call goes on.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seed = models.BigIntegerField()
    cases = models.PositiveIntegerField()
    now = models.DateTimeField()
    begun_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="one_demonstration"),)

    def __str__(self) -> str:
        return f"seed {self.seed}, {self.cases} cases"
