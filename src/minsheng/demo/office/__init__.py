"""The offices of the simulated district: units, roles, people, categories and routing rules."""
