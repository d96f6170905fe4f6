"""Minsheng (民生): the platform on which an urban district does its work for its residents."""

__version__ = "0.1.0"
