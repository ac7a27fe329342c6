"""Writes derived rasters and clouds; the only place that does."""
