"""Giving out attachments to those who may see their case."""
