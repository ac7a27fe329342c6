"""All harnesses, one per parser of our own."""

from tests.fuzz import layers, offices, rasters, sheets
from tests.fuzz.harness import Harness

HARNESSES: tuple[Harness, ...] = (
    *layers.HARNESSES,
    *sheets.HARNESSES,
    *rasters.HARNESSES,
    *offices.HARNESSES,
)
