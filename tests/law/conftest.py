"""The small district, for rules that only show between several cases."""

from tests.factories.built import built_district, district

__all__ = ["built_district", "district"]
