"""Rows; they never leave ``db``."""
