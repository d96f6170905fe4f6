"""The small facts on which the simulated geography stands, read from the TOML files beside this module."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

FIRST_COMMUNITY = 1
FIRST_VILLAGE = 201


@dataclass(frozen=True, slots=True)
class CommunityFacts:
    """A community (社区) or village (村): its 12-digit code and its usual name with the suffix."""

    code: str
    name: str
    is_village: bool


@dataclass(frozen=True, slots=True)
class SubdistrictFacts:
    """A sub-district: 9-digit code, names, where it roughly lies (longitude, latitude), and what it is made of."""

    code: str
    name: str
    name_en: str
    seat: tuple[float, float]
    communities: tuple[CommunityFacts, ...]


@dataclass(frozen=True, slots=True)
class DistrictFacts:
    """The district: 6-digit code, names, since when, a simplified outline (degrees, CGCS2000), its sub-districts."""

    code: str
    name: str
    name_en: str
    valid_from: date
    boundary: tuple[tuple[float, float], ...]
    subdistricts: tuple[SubdistrictFacts, ...]


@cache
def district_facts() -> DistrictFacts:
    """The facts of 平城区 from ``district.toml`` and ``communities.toml`` (what each number is, is said there)."""
    here = files(__package__)
    district = tomllib.loads((here / "district.toml").read_text(encoding="utf-8"))
    names = tomllib.loads((here / "communities.toml").read_text(encoding="utf-8"))
    return DistrictFacts(
        code=district["code"],
        name=district["name"],
        name_en=district["name_en"],
        valid_from=district["valid_from"],
        boundary=tuple((lon, lat) for lon, lat in district["boundary"]),
        subdistricts=tuple(
            SubdistrictFacts(
                code=row["code"],
                name=row["name"],
                name_en=row["name_en"],
                seat=(row["seat"][0], row["seat"][1]),
                communities=_communities(row["code"], names[row["code"]]),
            )
            for row in district["subdistrict"]
        ),
    )


def _communities(subdistrict: str, names: dict[str, list[str]]) -> tuple[CommunityFacts, ...]:
    communities = names.get("communities", [])
    villages = names.get("villages", [])
    return (
        *(
            CommunityFacts(f"{subdistrict}{n:03d}", f"{name}社区", False)
            for n, name in enumerate(communities, FIRST_COMMUNITY)
        ),
        *(CommunityFacts(f"{subdistrict}{n:03d}", f"{name}村", True) for n, name in enumerate(villages, FIRST_VILLAGE)),
    )
