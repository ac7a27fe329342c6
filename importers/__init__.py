"""Readers of files: they return records, warnings and rejected rows, and never save."""

import faultgis  # noqa: F401 - drops foreign PROJ settings before any driver is loaded
