"""Trench walls logged: every way to change a log, as edits of the open survey."""

from faultgis.services.logging.drawing import (
    close_area,
    draw,
    place_sample,
    reshape,
    reshape_along,
    split,
    take_away,
)
from faultgis.services.logging.events import add_event, add_evidence
from faultgis.services.logging.images import add_image, set_control
from faultgis.services.logging.units import add_order, add_unit, reorder

__all__ = [
    "add_event",
    "add_evidence",
    "add_image",
    "add_order",
    "add_unit",
    "close_area",
    "draw",
    "place_sample",
    "reorder",
    "reshape",
    "reshape_along",
    "set_control",
    "split",
    "take_away",
]
