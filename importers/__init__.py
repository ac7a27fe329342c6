"""Readers of files: they return records, warnings and rejected rows, and never save."""
