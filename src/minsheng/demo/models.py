"""Which demonstration stands in the database."""

from __future__ import annotations

from django.db import models


class DemoLoad(models.Model):
    """One row: the simulated district that was loaded, and from what. Everything else of it follows from these values.

    ``disputes`` is the number of people's mediations; other disputes come in proportion, none of any kind for 0.
    ``finished_at`` is empty while it is being loaded, and stays so when that was broken off: the next call goes on.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seed = models.BigIntegerField()
    cases = models.PositiveIntegerField()
    disputes = models.PositiveIntegerField(default=0)
    now = models.DateTimeField()
    begun_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="one_demonstration"),)

    def __str__(self) -> str:
        return f"seed {self.seed}, {self.cases} cases"
