"""Administration without code: areas, units, posts, roles, categories, rules, calendars, procedures, the audit log."""
