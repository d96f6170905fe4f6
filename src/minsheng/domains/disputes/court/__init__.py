"""Mediation that a court entrusts, before or after a suit is registered."""
