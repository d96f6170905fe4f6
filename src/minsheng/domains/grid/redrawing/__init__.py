"""Redrawing grids from a day on: what is wanted, what it changes, and doing it."""
