"""Puts the sequence of OxCal's text into the trench site that the user names."""

from dataclasses import replace
from typing import Any, cast

from faultgis.errors import InputError
from faultgis.records.kinds import KINDS
from faultgis.records.sample import LabResult
from faultgis.services import oxcal_sites
from faultgis.services.import_report import Notice, Reading
from faultgis.services.tying import Links, Present, the_site


def linked_oxcal(reading: Reading, present: Present, links: Links) -> Reading:
    """The reading with units, samples, results and events of the site.

    Raises ``InputError``: ``link.no_site_named``, ``link.site_unknown``, and those of
    ``oxcal_sites.imported`` (``oxcal.has_units`` where the site has a stratigraphy already).
    """
    site = the_site(present, links)
    if site is None:
        raise InputError("link.no_site_named", file=reading.file)
    records = {kind: {r.id: r for r in present.get(kind, ())} for kind in KINDS}
    text = next(iter(reading.links.values()))["text"]
    made = oxcal_sites.imported(records, site, text, reading.file.rsplit("/", 1)[-1])
    new: list[Any] = [change.after for change in made.edit.changes]
    told = ", ".join(made.boundaries)
    notices = [Notice("oxcal.as_events", {"names": told}, reading.layer)] if told else []
    dated = sum(isinstance(record, LabResult) for record in new)
    changed = replace(cast(Any, reading), records=new, warnings=[*reading.warnings, *notices], read=dated)
    return cast(Reading, changed)
