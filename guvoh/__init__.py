"""Guvoh: sealed reports come in, cases are worked by the law's own clocks, checked publications go out."""

__version__ = "0.1.0"
