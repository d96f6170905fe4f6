"""National code standards: identity numbers, credit codes, telephone numbers, area codes."""
