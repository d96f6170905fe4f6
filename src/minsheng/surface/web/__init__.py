"""Screens: the resident portal, the workbench, the procedure pages and the administration."""
