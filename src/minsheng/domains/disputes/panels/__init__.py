"""Mediators: who mediates for which committee or agency, whom parties may choose, and how much each has to do."""
