"""Sessions of mediation: rooms, times, attendance, calendars and reminders. Rows follow from acts of cases."""
