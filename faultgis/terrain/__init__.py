"""Elevation grids and what is derived from them."""
