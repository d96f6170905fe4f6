"""Shapes of what comes in (checked by them) and of what goes out (described by them, written by ``showing``)."""
