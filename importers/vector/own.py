"""Chooses who reads a data set: our readers of GMT, GeoJSON and MapGIS, or GDAL in its own process."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from shapely.errors import ShapelyError

from faultgis.crs import read_crs
from faultgis.errors import InputError
from importers.batch import Problem
from importers.vector import gdal, geojson, gmt, large, large_kml, mapgis, slices
from importers.vector.cells import by_user, lost_cells
from importers.vector.encoding import Decision, decide
from importers.vector.jsonstream import NotStreamedError
from importers.vector.large_json import Look
from importers.vector.parsed import Parsed, Wish
from importers.vector.preflight import Source
from importers.vector.raw import RawFeature
from importers.vector.sniff import Found
from importers.vector.textfile import read_text

_JSON_LIMIT = 300_000_000
_UNDECIDED = "latin-1"
_WGS84 = "EPSG:4326"


def read(source: Source, wish: Wish) -> tuple[str, list[Parsed]]:
    """The reader's name and the data set's layers."""
    if source.found.reader == "gmt":
        return "GMT", _gmt(source, wish)
    if source.found.reader == "mapgis":
        return source.found.format, mapgis.read(source, wish)
    if source.found.reader == "geojson":
        if wish.sliced and source.path.stat().st_size >= slices.LARGE:
            with suppress(NotStreamedError):
                return _large_json(source, wish)
        if source.path.stat().st_size <= _JSON_LIMIT:
            return _json(source, wish)
    if source.found.format == "KML" and wish.sliced and source.path.stat().st_size >= slices.LARGE:
        with suppress(large.NotSliceableError):
            return "KML", large_kml.read(source, wish)
    return source.found.format or "GDAL", gdal.read(source, wish)


def _large_json(source: Source, wish: Wish) -> tuple[str, list[Parsed]]:
    look = Look(source, wish)
    found, columns = look.layer, look.layer.columns()
    rows = slices.Rows(found.fids, found.fields, columns)
    features = look.looked.sliced(rows, look.reader)
    return look.kind, [_json_layer(source, found, look.decision, columns, features)]


def _json(source: Source, wish: Wish) -> tuple[str, list[Parsed]]:
    text, decision = read_text(source.path, "RFC 8259", wish.encoding)
    value = geojson.parse(text, source.path)
    kind = geojson.flavour(value)
    if not kind:
        raise InputError("json.no_geometry", file=str(source.path), keys=_keys(value))
    if not kind.startswith("GeoJSON"):
        other = replace(source, found=Found("vector", kind))
        return kind, gdal.read(other, wish)
    found = geojson.read(value)
    columns = found.columns()
    features = [
        RawFeature(each.row, each.fid, shape, each.values)
        for each, shape in zip(slices.Rows(found.fids, found.fields, columns), found.shapes, strict=True)
    ]
    return kind, [_json_layer(source, found, decision, columns, features)]


def _json_layer(
    source: Source,
    found: geojson.JsonLayer,
    decision: Decision,
    columns: Sequence[Sequence[Any]],
    features: list[RawFeature] | slices.Sliced,
) -> Parsed:
    names = found.fields
    crs, evidence, doubts = _json_crs(found)
    problems = [*decision.problems, *found.problems, *lost_cells(names, columns), *doubts]
    name = found.name or Path(source.name).stem
    return Parsed(name, names, features, decision, crs, evidence, problems, total=len(features))


def _keys(value: Any) -> str:
    return ", ".join(list(value)[:6]) if isinstance(value, dict) else type(value).__name__


def _json_crs(found: geojson.JsonLayer) -> tuple[str | None, Problem, list[Problem]]:
    if not found.crs_stated:
        return _WGS84, Problem("crs.by_definition", {"format": "GeoJSON (RFC 7946)"}), []
    if found.crs is None:
        return None, Problem("crs.none"), []
    if "CRS84" in found.crs.upper():
        return _WGS84, Problem("crs.declared", {"by": f"crs: {found.crs}"}), []
    try:
        authority = read_crs(found.crs).to_authority(min_confidence=90)
    except InputError:
        return None, Problem("crs.none"), [Problem("crs.unknown", {"crs": found.crs})]
    stated = ":".join(authority) if authority else found.crs
    return stated, Problem("crs.declared", {"by": f"crs: {found.crs}"}), []


def _gmt(source: Source, wish: Wish) -> list[Parsed]:
    decision = by_user(wish.encoding) if wish.encoding else decide(gmt.texts(source.path))
    found = gmt.read(source.path, decision.encoding or _UNDECIDED, wish.progress)
    names = _gmt_names(found)
    problems = [*decision.problems, *found.problems]
    features = [
        _gmt_feature(row, found, names, segments, problems) for row, segments in enumerate(found.features, 1)
    ]
    crs, evidence = _gmt_crs(found)
    name = Path(source.name).stem
    return [Parsed(name, names, features, decision, crs, evidence, problems, total=len(features))]


def _gmt_names(found: gmt.GmtFile) -> tuple[str, ...]:
    """Named fields; without names, the words behind the ">" are the only field."""
    if found.names:
        return tuple(found.names)
    return ("header",) if any(part.header for parts in found.features for part in parts) else ()


def _gmt_feature(
    row: int, found: gmt.GmtFile, names: tuple[str, ...], segments: list[gmt.Segment], problems: list[Problem]
) -> RawFeature:
    bad_lines = sum(segment.bad_lines for segment in segments)
    if bad_lines:
        problems.append(Problem("gmt.bad_lines", {"count": bad_lines}, row=row))
    try:
        shape = gmt.geometry(found.kind, segments)
    except (ValueError, ShapelyError):
        shape = None
        problems.append(Problem("geometry.malformed", row=row))
    return RawFeature(row, row - 1, shape, _gmt_values(row, found, names, segments[0], problems))


def _gmt_values(
    row: int, found: gmt.GmtFile, names: tuple[str, ...], segment: gmt.Segment, problems: list[Problem]
) -> dict[str, Any]:
    if not found.names:
        return dict.fromkeys(names, segment.header or None)
    cells = segment.data or []
    if segment.data is not None and len(cells) != len(names):
        shown = {"cells": len(cells), "fields": len(names)}
        problems.append(Problem("gmt.cell_count", shown, row=row))
    types = [*found.types, *[""] * len(names)]
    padded = [*cells, *[""] * len(names)]
    return {name: gmt.value(cell, kind) for name, cell, kind in zip(names, padded, types, strict=False)}


def _gmt_crs(found: gmt.GmtFile) -> tuple[str | None, Problem]:
    code = found.crs.get("e", "")
    stated = f"EPSG:{code}" if code.isdigit() else found.crs.get("w") or found.crs.get("p")
    return (stated, Problem("crs.declared", {"by": "@J"})) if stated else (None, Problem("crs.none"))
