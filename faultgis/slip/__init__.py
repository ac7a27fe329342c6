"""Slip from landforms: vertical separation of scarps, lateral offsets of piercing lines."""
