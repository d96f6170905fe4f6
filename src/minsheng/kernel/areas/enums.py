"""The kinds of areas and the statistical classes of settlement."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AreaKind(models.TextChoices):
    """What an area is. Towns (镇) and townships (乡) stand where sub-districts stand and are of that kind here."""

    DISTRICT = "district", _("District")
    SUBDISTRICT = "subdistrict", _("Sub-district")
    COMMUNITY = "community", _("Community")
    VILLAGE = "village", _("Village")
    GRID = "grid", _("Grid")
    SPECIAL_GRID = "special_grid", _("Special grid")


class UrbanRural(models.TextChoices):
    """城乡分类代码 of the statistical division codes (domain.md §11.3)."""

    MAIN_CITY = "111", _("Main city area")
    CITY_FRINGE = "112", _("Urban-rural fringe of the city")
    TOWN_CENTRE = "121", _("Town centre")
    TOWN_FRINGE = "122", _("Urban-rural fringe of the town")
    SPECIAL = "123", _("Special area")
    TOWNSHIP_CENTRE = "210", _("Township centre")
    VILLAGE = "220", _("Village")


KINDS_BY_LENGTH: dict[int, frozenset[AreaKind]] = {
    6: frozenset({AreaKind.DISTRICT}),
    9: frozenset({AreaKind.SUBDISTRICT}),
    12: frozenset({AreaKind.COMMUNITY, AreaKind.VILLAGE}),
    15: frozenset({AreaKind.GRID, AreaKind.SPECIAL_GRID}),
}
"""Which kinds a code of so many digits may name; the lengths are the levels of the tree from the district down."""

GRID_KINDS = KINDS_BY_LENGTH[15]
