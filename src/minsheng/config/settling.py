"""What a migrated database needs before the first case: the procedures of the modules, and the district itself."""

from __future__ import annotations

import os
from datetime import date

from minsheng.kernel.access.actors import Actor
from minsheng.kernel.access.context import acting_as_system
from minsheng.kernel.areas.models import Area
from minsheng.kernel.areas.services import create_area
from minsheng.kernel.procedures.services import release_all

VARIABLE = "MINSHENG_DISTRICT"
DEFAULT = "140213:平城区:2018-01-01"
"""Code, name and first day. Six digits by GB/T 2260; an empty variable leaves the tree of areas empty."""


class DistrictError(RuntimeError):
    """The variable cannot be read; the message names it and its form."""


def settle() -> None:
    """Release the procedures that came with the software, and register the district. Safe to repeat."""
    with acting_as_system():
        release_all(by=Actor.system("import"))
    settle_district()


def settle_district() -> bool:
    """Register the district named by ``MINSHENG_DISTRICT`` when no area is registered yet; tell whether it was new.

    Sub-districts and communities follow by `minsheng import-areas`. Raises DistrictError.
    """
    text = os.environ.get(VARIABLE, DEFAULT)
    if not text:
        return False
    code, _, rest = text.partition(":")
    name, _, since = rest.partition(":")
    try:
        valid_from = date.fromisoformat(since)
    except ValueError as error:
        raise DistrictError(f"{VARIABLE} must be CODE:NAME:YYYY-MM-DD, such as {DEFAULT}") from error
    with acting_as_system():
        if Area.objects.exists():
            return False
        create_area(by=Actor.system("import"), code=code, name=name, valid_from=valid_from)
    return True
