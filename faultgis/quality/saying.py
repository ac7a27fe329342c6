"""Findings about records that have no row in the template."""

from typing import Any

import shapely

from faultgis.quality.finding import Finding, Fix
from faultgis.quality.given import Given
from faultgis.records.kinds import AnyRecord, kind_of


def of_record(
    given: Given,
    record: AnyRecord,
    field: str = "",
    variant: str = "",
    *,
    value: object = None,
    severity: str = "",
    name: str = "",
    fix: Fix | None = None,
    where: tuple[float, float] | None = None,
    **params: Any,
) -> Finding:
    """A finding of the rule being run about one of our records. Its sentence may use ``record``, which is the
    record's code (``name`` where it has none), ``value`` and ``field``."""
    code = name or str(getattr(record, "code", "") or "")
    text = "" if value is None else str(value)
    return Finding(
        rule=given.rule,
        severity=severity or given.severity,
        code=f"{given.rule}.{variant}" if variant else given.rule,
        params={"record": code, "value": text, "field": field, **params},
        row_code=code,
        field=field,
        value=text,
        kind=kind_of(record),
        id=record.id,
        our_field=field,
        where=where or _place(record),
        fix=fix,
    )


def _place(record: AnyRecord) -> tuple[float, float] | None:
    shape = getattr(record, "geometry", None)
    if shape is None or shape.is_empty:
        return None
    point = shape if shape.geom_type == "Point" else shapely.point_on_surface(shape)
    return float(point.x), float(point.y)
