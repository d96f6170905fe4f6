"""Filing a report: the same form for residents and, with a little more on it, for clerks who file for a caller."""
