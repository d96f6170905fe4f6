"""A model field for PostgreSQL's ``ltree``: a path of labels such as ``140213.050.001.007``."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import PostgresOperatorLookup
from django.utils.translation import gettext_lazy as _

PATH = re.compile(r"[A-Za-z0-9_]{1,255}(\.[A-Za-z0-9_]{1,255})*")


class LtreeField(models.Field):  # type: ignore[type-arg]
    """A path in a tree, compared label by label: ``140213.05`` is no ancestor of ``140213.050.001``.

    Values are strings. Look-ups: ``path__within=p`` (p itself and everything below it), ``path__above=p`` (p itself
    and everything on the way to the root), and ``path__level`` (the number of labels). Source: PostgreSQL, F.22 ltree.
    """

    description = _("Path in a tree")

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """Return the column type; the extension ``ltree`` must be there (the room's first migration sees to it)."""
        return "ltree"

    def get_prep_value(self, value: Any) -> Any:
        """Refuse what is no path before the database does; expressions pass."""
        value = super().get_prep_value(value)
        if isinstance(value, str) and not PATH.fullmatch(value):
            raise ValidationError(_("Not a path of labels: %(value)s"), params={"value": value})
        return value


class _PathLookup(PostgresOperatorLookup):
    """``path <operator> text``, with the text cast to a path."""

    def process_rhs(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        """Cast the right side: the driver sends it as text, for which the operator does not exist."""
        sql, params = super().process_rhs(compiler, connection)
        return f"({sql})::ltree", params


@LtreeField.register_lookup
class Within(_PathLookup):
    """``path__within``: the given path and all below it (``<@``, served by the GiST index)."""

    lookup_name = "within"
    postgres_operator = "<@"


@LtreeField.register_lookup
class Above(_PathLookup):
    """``path__above``: the given path and all above it (``@>``, served by the GiST index)."""

    lookup_name = "above"
    postgres_operator = "@>"


@LtreeField.register_lookup
class Level(models.Transform):
    """``path__level``: how many labels the path has; 1 is the root."""

    lookup_name = "level"
    function = "nlevel"
    output_field = models.IntegerField()
