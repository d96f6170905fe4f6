"""Mediation of labour disputes."""
