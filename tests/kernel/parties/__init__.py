"""Tests of the room `parties`."""
