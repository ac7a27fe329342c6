"""What GDAL's readers of single formats leave to us: drawings' layers, times of tracks, drivers' columns."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from importers.batch import Problem
from importers.vector import dxf, kml_names
from importers.vector.cells import Table
from importers.vector.parsed import Parsed

# Columns that GDAL adds to every KML layer, and what stands in them when the file says nothing.
_KML_COLUMNS = {
    "id", "Name", "description", "timestamp", "begin", "end", "altitudeMode", "tessellate", "extrude",
    "visibility", "drawOrder", "icon", "snippet",
}  # fmt: skip
_KML_NOTHING = (None, -1, 0, "")
_TIMES = ("time_begin", "time_end")


def of_dxf(layers: list[Parsed]) -> list[Parsed]:
    """Each layer of the drawing as a layer; what concerns the whole drawing is said of the first."""
    if not layers:
        return layers
    whole = layers[0]
    parts, on_paper = dxf.by_layer(list(whole.features))
    if on_paper:
        whole.problems.append(Problem("dxf.on_paper", {"count": on_paper}))
    if not parts:
        whole.features, whole.total = [], 0
        return [whole]
    result: list[Parsed] = []
    for name, features in parts.items():
        rows = {feature.row for feature in features}
        own = [p for p in whole.problems if p.row in rows or (p.row is None and not result)]
        part = replace(whole, name=name, features=features, problems=own, total=len(features), bounds=None)
        result.append(part)
    return result


def of_gpx(layers: list[Parsed]) -> list[Parsed]:
    """The layers that hold something. The vertices of tracks give their first and last time; routes have no
    times, and neither is a layer of points."""
    by_name = {layer.name: layer for layer in layers}
    if "tracks" in by_name and "track_points" in by_name:
        _time(by_name["tracks"], by_name["track_points"])
    return [layer for layer in layers if layer.total and not layer.name.endswith("_points")] or layers[:1]


def _time(tracks: Parsed, points: Parsed) -> None:
    times: dict[Any, list[str]] = {}
    for point in points.features:
        if point.values.get("time"):
            times.setdefault(point.values.get("track_fid", 0), []).append(str(point.values["time"]))
    if not times or points.total > len(points.features):
        return
    tracks.fields = (*tracks.fields, *_TIMES)
    for feature in tracks.features:
        own = sorted(times.get(feature.fid, []))
        ends = (own[0], own[-1]) if own else (None, None)
        feature.values.update(zip(_TIMES, ends, strict=True))


def drop_driver_columns(table: Table, format_: str) -> None:
    """Leave only what the file itself holds; a KML column that was renamed to be read gets its name back."""
    kept = [
        index
        for index, (name, cells) in enumerate(zip(table.names, table.columns, strict=True))
        if (format_ == "KML" and name not in _KML_COLUMNS) or any(cell not in _KML_NOTHING for cell in cells)
    ]
    names = [table.names[index] for index in kept]
    taken = {name.lower() for name in names}
    for position, name in enumerate(names):
        original = name[:-1]
        if name.endswith("2") and original.lower() in {c.lower() for c in _KML_COLUMNS} - taken:
            names[position] = original
    for position, name in enumerate(names):
        given = kml_names.as_given(name)
        if given != name:
            names[position] = f"{given}2" if given in names else given
    table.names, table.columns = tuple(names), [table.columns[index] for index in kept]


def is_neutral(path: Path) -> bool:
    """Whether a MapInfo table declares no charset, so that its texts come as the bytes of the file."""
    with path.open("rb") as file:
        stated = re.search(rb'charset\s+"?(\w+)', file.read(1000), re.IGNORECASE)
    return stated is None or stated[1].lower() == b"neutral"
