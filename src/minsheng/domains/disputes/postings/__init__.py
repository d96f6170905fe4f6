"""Cadres posted to the party branches of compounds, and how far the branches are covered."""
