"""Mediation by the police."""
