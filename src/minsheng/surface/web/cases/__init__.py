"""Generic screens of cases: whatever the procedure, made from its file."""
