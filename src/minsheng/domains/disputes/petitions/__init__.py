"""Petitions (信访): who may not learn of one, which way it goes, who may judge it."""
