"""Elevation and image rasters, read by window."""
