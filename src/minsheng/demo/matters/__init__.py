"""What people report in the simulated district: classes of matters with invented words, and who is responsible."""
