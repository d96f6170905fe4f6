"""The field work of the simulated district: who is on duty, rounds, visits."""
