"""Ties structural measurements of a table to the observation points of a survey, by the codes of its rows."""

from collections import defaultdict
from dataclasses import replace
from typing import Any, cast

from faultgis.errors import InputError
from faultgis.records.site import Measurement
from faultgis.services.import_report import Reading
from faultgis.services.tying import Links, Present, plain_code
from faultgis.store import Rejected


def linked_measurements(reading: Reading, present: Present, links: Links) -> Reading:
    """The reading with its measurements at their points; a row whose point is not found, or is one of several
    of that code, is rejected with the reason. A row without a code belongs to the point that the user named.

    Raises ``InputError("link.point_unknown")`` for a code that the user gave."""
    points: dict[str, list[Any]] = defaultdict(list)
    for point in cast(Any, present.get("observation_point", ())):
        points[plain_code(point.code)].append(point)
    named = points.get(plain_code(links.site), []) if links.site else []
    if links.site and not named:
        known = ", ".join(sorted(p[0].code for p in points.values())[:12]) or "—"
        raise InputError("link.point_unknown", code=links.site, known=known)
    records: list[Any] = []
    rejected = list(reading.rejected)
    for record in reading.records:
        said = reading.links.get(record.id, {})
        code = said.get("point", "")
        found = points.get(plain_code(code), []) if code else named
        if isinstance(record, Measurement) and len(found) == 1:
            records.append(replace(record, point_id=found[0].id))
            continue
        row = int(said.get("row", 0))
        reason = "link.point_several" if found else "link.no_point" if code else "link.point_not_named"
        values = dict(cast(Any, record).source.attributes)
        rejected.append(Rejected(row, reason, "", {"code": code}, values))
    rejected.sort(key=lambda each: each.row)
    return cast(Reading, replace(cast(Any, reading), records=records, rejected=rejected))
