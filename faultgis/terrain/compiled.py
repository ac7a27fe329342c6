"""Compiled kernels of the terrain: see ``faultgis.compiled``."""

from faultgis.compiled import kernel

__all__ = ["kernel"]
