"""The public pages of procedures: who may do what, by when, and by which article."""
