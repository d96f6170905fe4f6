"""Agencies on the platform: who takes part, by which rules, and who makes up a mediation committee."""
