"""Coordinates as they came in: zones and their prefixes, old datums, places shifted as web maps do."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from faultgis.crs import read_crs, refused_datum, suspect
from faultgis.errors import InputError
from faultgis.national.rows import Row
from faultgis.quality.finding import Finding
from faultgis.quality.given import Given
from faultgis.quality.rule import check
from faultgis.quality.saying import of_record
from faultgis.records.files import PointCloud, Raster
from faultgis.records.kinds import AnyRecord
from faultgis.records.provenance import Record

# What columns of coordinates are called; other columns may well hold numbers of six or eight digits.
_AXIS = re.compile(
    r"(point|coord|gps|gk)?_?(x|y|e|n|east(ing)?|north(ing)?)(_?(coord|m|1|2))?|.*[横纵东北xy]坐标.*",
    re.IGNORECASE,
)
_EASTING = re.compile(r"\d{6}(\d\d)?(\.\d+)?")
# Classes whose places lie on faults, so that mapped faults can judge them.
_ON_FAULTS = ("FaultSvyPoint", "FaultAttitude", "GeophySvyFaultPoint", "DrillFaultPoint", "Trench")
_NAMED_WAY = re.compile(r"towgs84|control|控制点|参数", re.IGNORECASE)
_DATUMS = {"gcj02": "GCJ-02", "bd09": "BD-09"}
_ACCURACY = re.compile(r"\s*\(±[^)]*\)")


@check("QC-CRS-003")
def zone_prefixes(given: Given) -> Iterator[Finding | None]:
    """Eastings that are kept of the source agree with the zone that its import declared."""
    zones = {batch.id: _zone(batch.crs) for batch, _ in given.imports}
    declared: dict[UUID | None, tuple[int, bool]] = {key: zone for key, zone in zones.items() if zone}
    if not declared:
        return
    for record in (each for records in given.records.values() for each in records):
        zone = declared.get(_batch(record)) if isinstance(record, Record) else None
        if zone is None or not isinstance(record, Record):
            continue
        for column, value in _eastings(dict(record.source.attributes)):
            wrong = _contradiction(value, *zone)
            told = _zone_told(column, value, zone)
            yield of_record(given, record, "geometry", wrong, value=f"{value:g}", **told) if wrong else None
    for batch, rejected in given.imports:
        zone = declared.get(batch.id)
        for row in rejected if zone else ():
            for column, value in _eastings(row.values):
                wrong = _contradiction(value, *zone) if zone else ""
                told = {**_zone_told(column, value, zone), "file": batch.file, "number": row.row}
                yield given.wrong(None, column, f"{wrong}_row", value=f"{value:g}", **told) if wrong else None


def _batch(record: Any) -> UUID | None:
    found: UUID | None = record.source.batch_id
    return found


def _zone_told(column: str, value: float, zone: tuple[int, bool] | None) -> dict[str, Any]:
    return {"zone": zone[0] if zone else 0, "prefix": int(value // 1e6), "column": column}


def _contradiction(value: float, zone: int, prefixed: bool) -> str:
    """How an easting contradicts a zone: it has another prefix, one too many, or lacks it."""
    prefix = int(value // 1e6)
    if prefix and prefix != zone:
        return "other"
    if prefix and not prefixed:
        return "prefix"
    return "none" if prefixed and not prefix else ""


def _eastings(values: Mapping[str, str]) -> Iterator[tuple[str, float]]:
    for column, text in values.items():
        if _EASTING.fullmatch(text.strip()) and _AXIS.fullmatch(column.strip()):
            value = float(text)
            if 1e5 <= value < 1e6 or 13 <= value // 1e6 <= 45:
                yield column, value


@cache
def _zone(crs: str) -> tuple[int, bool] | None:
    """The Gauss–Krüger zone that a system's name means, and whether its eastings begin with the number."""
    for system in _systems(crs):
        try:
            operation = read_crs(system).coordinate_operation
        except InputError:
            continue
        params = operation.params if operation else ()
        given: dict[str, Any] = {each.name.casefold(): each.value for each in params}
        east, meridian = given.get("false easting"), given.get("longitude of natural origin")
        if east is None or meridian is None or round(east) % 1_000_000 != 500_000:
            continue
        prefix = int(east // 1e6)
        return (prefix, True) if prefix else (_number(meridian), False)
    return None


def _number(meridian: float) -> int:
    """The number of the zone about a meridian: of 6° where it can be, else of 3°."""
    return round((meridian + 3) / 6) if (meridian + 3) % 6 == 0 else round(meridian / 3)


def _systems(crs: str) -> list[str]:
    """The systems that a batch was read in; the accuracy of the way to CGCS2000 stands behind each."""
    plain = _ACCURACY.sub("", crs)
    return [each.strip() for each in re.split(r"[;,](?=\s*EPSG)", plain) if each.strip()]


@check("QC-CRS-004")
def old_datums(given: Given) -> Iterator[Finding | None]:
    """Nothing came in from an old datum without parameters or control points that are named."""
    old = frozenset(int(each) for each in given.parameter("old_datums", (4214, 4610, 4555)))
    for batch, _ in given.imports:
        if batch.crs:
            datum = _old_datum(batch.crs, old)
            named = _NAMED_WAY.search(f"{batch.crs} {batch.mapping}")
            told: dict[str, Any] = {"file": batch.file, "crs": batch.crs, "datum": datum}
            yield given.wrong(None, "crs", value=batch.crs, **told) if datum and not named else None
    for record in (*given.records.get("raster", ()), *given.records.get("point_cloud", ())):
        if crs := _stated(record):
            datum, name = _old_datum(crs, old), str(getattr(record, "path", ""))
            more: dict[str, Any] = {"value": crs, "name": name, "datum": datum}
            yield of_record(given, record, "crs", "file", **more) if datum else None


def _stated(record: AnyRecord) -> str:
    if isinstance(record, PointCloud):
        return record.crs_declared or record.crs_found
    return record.crs if isinstance(record, Raster) else ""


@cache
def _old_datum(crs: str, old: frozenset[int]) -> str:
    for system in _systems(crs):
        try:
            found, base = refused_datum(system), read_crs(system).geodetic_crs
        except InputError:
            continue
        if found:
            return found
        if base is not None and base.to_epsg() in old:
            return str(base.name)
    return ""


@check("QC-CRS-005")
def shifted(given: Given) -> Iterator[Finding | None]:
    """Points that lie on faults are not off the mapped ones as web maps' coordinates are."""
    trusted = _finite(given.package.of("Fault"))
    if not trusted:
        return
    for name in _ON_FAULTS:
        for file, rows in _by_import(given, given.package.of(name)).items():
            found = suspect(_finite(rows), trusted)
            if not found.datum:
                continue
            if not found.shifted:
                yield None
                continue
            told: dict[str, Any] = {"datum": _DATUMS[found.datum], "metres": round(found.offset_m)}
            told |= {"before": round(found.before_m), "after": round(found.after_m, 1)}
            yield given.wrong(rows[0], count=len(rows), file=file or name, **told)


def _finite(rows: Sequence[Row]) -> list[BaseGeometry]:
    """The shapes of rows that have one with finite coordinates."""
    shapes = np.array([row.geometry for row in rows if row.geometry is not None], dtype=object)
    # The bounds of what is empty are no numbers either.
    return list(shapes[np.isfinite(shapely.bounds(shapes)).all(axis=1)]) if len(shapes) else []


def _by_import(given: Given, rows: tuple[Row, ...]) -> dict[str, list[Row]]:
    """The rows by the file that they came from: a survey's points seldom are all of one sort."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        record = given.record(row)
        found[record.source.file if isinstance(record, Record) else ""].append(row)
    return found
