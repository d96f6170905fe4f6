"""The command ``minsheng locate LON LAT``: which areas lie at a point."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from minsheng.base.coordinates import Datum
from minsheng.kernel.areas.geojson import parse_point
from minsheng.kernel.areas.registry import registry


class Command(BaseCommand):
    """Print the areas at a point, from the district down to the grid."""

    help = "Print the areas at a point (degrees), from the district down to the grid."

    def add_arguments(self, parser: CommandParser) -> None:
        """The point, the datum it is given in, and the day asked about."""
        parser.add_argument("lon", type=float)
        parser.add_argument("lat", type=float)
        parser.add_argument("--crs", choices=[datum.value for datum in Datum], default=Datum.CGCS2000.value)
        parser.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="YYYY-MM-DD; default today")

    def handle(self, *args: Any, lon: float, lat: float, crs: str, on: date | None, **options: Any) -> None:
        """Raises CommandError when the point lies in no district of the register."""
        areas = registry()
        located = areas.locate(*parse_point(lon, lat, crs), on)
        if located is None:
            raise CommandError("the point lies outside every district in the register")
        for area_id in located.path:
            node = areas.node(area_id)
            self.stdout.write(f"{node.code:<15}  {node.kind.value:<12}  {node.name}")
        if located.grid_id is None:
            self.stdout.write("no grid is drawn there")
