"""People's mediation, and what every other kind of mediation shares with it: pure guards and effects, no database."""
