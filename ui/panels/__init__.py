"""Panels beside and below the map."""
