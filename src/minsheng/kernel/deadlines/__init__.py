"""The law of time limits: terms, the working calendar, and clocks on cases. Pure but for models, queries, services."""
