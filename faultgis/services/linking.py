"""Finds in a survey what the rows of a table, events and sequences belong to; settles what is left open."""

from collections.abc import Sequence

from faultgis.services.import_report import Reading
from faultgis.services.linking_buried import linked_buried
from faultgis.services.linking_events import EventLinks
from faultgis.services.linking_measurements import linked_measurements
from faultgis.services.linking_oxcal import linked_oxcal
from faultgis.services.linking_samples import SampleLinks
from faultgis.services.tying import Links, Present

__all__ = ["Links", "linked"]


def linked(readings: Sequence[Reading], present: Present, links: Links) -> Sequence[Reading]:
    """The readings with their records tied to what the survey holds; rows that cannot be are rejected.

    Raises ``InputError``: ``link.site_unknown``, ``link.fault_unknown`` for codes that the user gave, and as
    ``EventLinks.linked`` and ``linked_oxcal``.
    """
    return [_linked(reading, present, links) for reading in readings]


def _linked(reading: Reading, present: Present, links: Links) -> Reading:
    if reading.kind == "samples":
        return SampleLinks(reading, present, links).linked()
    if reading.kind == "chronologies":
        return EventLinks(reading, present, links).linked()
    if reading.kind in ("buried_points", "deformation_zones"):
        return linked_buried(reading, present, links)
    if reading.kind == "measurements":
        return linked_measurements(reading, present, links)
    return linked_oxcal(reading, present, links) if reading.kind == "oxcal" else reading
