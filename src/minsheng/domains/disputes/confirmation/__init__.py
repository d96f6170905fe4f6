"""Judicial confirmation of mediation agreements."""
