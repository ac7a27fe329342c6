"""Reads MapGIS 6.x files: points (.wt), lines (.wl) and areas (.wp), one layer each."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from faultgis.progress import Progress
from importers.batch import Problem
from importers.vector import mapgis_areas, mapgis_file, mapgis_system
from importers.vector.cells import by_user, decode_table, raw_texts
from importers.vector.encoding import GB18030, decide
from importers.vector.mapgis_file import MapGisFile
from importers.vector.parsed import Parsed, Wish
from importers.vector.preflight import Source
from importers.vector.raw import RawFeature

_SAMPLE = 1000
_EVERY = 2000
_NAMED_ROWS = 50
_UNDECIDED = "latin-1"
_TEXT = 0
_PAIR = 16

Shapes = list[BaseGeometry | None]


@np.errstate(all="ignore")
def read(source: Source, wish: Wish) -> list[Parsed]:
    """The file's only layer. Columns that MapGIS keeps with the drawing (style, colour, layer, the text of an
    annotation) follow the columns of the attribute table under MapGIS's own names."""
    found = mapgis_file.read(source.path)
    progress = wish.progress or Progress()
    shapes, system, problems = _shapes(found, progress)
    rows = max(len(shapes), found.records)
    names = [*found.names, *(name for name, _ in _drawn(found))]
    columns = [*found.columns, *(cells for _, cells in _drawn(found))]
    decision = by_user(wish.encoding) if wish.encoding else _decided(names, columns)
    table = decode_table(names, [_filled(cells, rows) for cells in columns], decision.encoding or _UNDECIDED)
    shapes += [None] * (rows - len(shapes))
    cells = list(zip(*table.columns, strict=True)) or [()] * rows
    features = [
        RawFeature(row, row, shape, dict(zip(table.names, values, strict=True)))
        for row, (shape, values) in enumerate(zip(shapes, cells, strict=True), 1)
    ]
    if found.names and len(shapes) != found.records and found.kind != "areas":
        found.problems.append(
            Problem("mapgis.rows_differ", {"shapes": len(found.rows), "rows": found.records})
        )
    problems = [*decision.problems, *found.problems, *system.problems, *table.problems, *problems]
    name = Path(source.name).stem
    layer = Parsed(name, table.names, features, decision, system.crs, system.evidence, problems, rows)
    return [layer]


def _decided(names: Sequence[str], columns: Sequence[Sequence[Any]]) -> Any:
    return decide(raw_texts(names, columns), GB18030, "MapGIS")


def _filled(cells: list[Any], rows: int) -> list[Any]:
    return cells[:rows] + [None] * (rows - len(cells))


def _shapes(found: MapGisFile, progress: Progress) -> tuple[Shapes, mapgis_system.System, list[Problem]]:
    if found.kind == "points":
        system = mapgis_system.system(found.head, found.rows["xy"][:_SAMPLE])
        places = system.change(found.rows["xy"].astype(np.float64))
        return list(shapely.points(places)), system, []
    runs = _runs(found)
    system = mapgis_system.system(found.head, _sample(runs))
    lines = [_line(run, system) for run in runs]
    if found.kind == "lines":
        return lines, system, _malformed([row for row, line in enumerate(lines, 1) if line is None])
    shapes, problems = _areas(found, lines, progress)
    return shapes, system, problems


def _runs(found: MapGisFile) -> list[NDArray[np.float64] | None]:
    """The coordinates of each line; ``None`` where they lie outside of the section. Together they may be no
    more than twice what the section holds, whatever the records claim."""
    left = 2 * len(found.coordinates)
    runs: list[NDArray[np.float64] | None] = []
    for count, offset in zip(found.rows["count"].tolist(), found.rows["offset"].tolist(), strict=True):
        length = count * _PAIR
        if count <= 0 or offset < 0 or offset + length > len(found.coordinates) or length > left:
            runs.append(None)
            continue
        left -= length
        runs.append(np.frombuffer(found.coordinates, "<f8", count * 2, offset).reshape(-1, 2))
    return runs


def _sample(runs: Sequence[NDArray[np.float64] | None]) -> NDArray[np.float64]:
    some = [run[:1] for run in runs[:_SAMPLE] if run is not None]
    return np.concatenate(some) if some else np.empty((0, 2))


def _line(run: NDArray[np.float64] | None, system: mapgis_system.System) -> BaseGeometry | None:
    if run is None or len(run) < 2:
        return None
    return shapely.linestrings(system.change(run))


def _areas(found: MapGisFile, arcs: Shapes, progress: Progress) -> tuple[Shapes, list[Problem]]:
    if found.sides is None:
        return [], []
    count = min(len(arcs), len(found.sides))
    left, right = found.sides["left"][:count], found.sides["right"][:count]
    told = max(found.records, 0 if found.fills is None else len(found.fills))
    shapes: Shapes = []
    rows: dict[str, list[int]] = {"mended": [], "open": []}
    for row, around in enumerate(mapgis_areas.arcs_of(left, right, told), 1):
        if row % _EVERY == 0:
            progress.report("reading.features", row, told)
        bounds = [arcs[arc] for arc in around]
        whole = [arc for arc in bounds if arc is not None and np.isfinite(arc.bounds).all()]
        shape, done = mapgis_areas.area(whole) if len(whole) == len(bounds) else (None, "open")
        shapes.append(shape)
        if done:
            rows[done].append(row)
    outside = int(((left > told) | (right > told)).sum())
    problems = [Problem("mapgis.arcs_outside", {"count": outside})] if outside else []
    problems += [Problem("mapgis.area_open", row=row) for row in rows["open"][:_NAMED_ROWS]]
    problems += [Problem("mapgis.area_mended", row=row) for row in rows["mended"][:_NAMED_ROWS]]
    return shapes, problems


def _malformed(rows: Sequence[int]) -> list[Problem]:
    return [Problem("geometry.malformed", row=row) for row in rows[:_NAMED_ROWS]]


def _drawn(found: MapGisFile) -> list[tuple[str, list[Any]]]:
    """What the records say of the drawing, under the names that MapGIS gives it."""
    rows = found.rows
    if found.kind == "points":
        is_text = rows["kind"] == _TEXT
        texts = [("注释", _texts(found, is_text))] if is_text.any() else []
        symbols = [
            None if text else number for text, number in zip(is_text, rows["symbol"].tolist(), strict=True)
        ]
        angles = rows["angle_of_text"].astype(str).astype(float).tolist()
        named = [*texts, ("子图号", symbols), ("角度", angles), ("图层号", rows["layer"].tolist())]
    elif found.kind == "lines":
        named = [
            (n, rows[k].tolist()) for n, k in (("线型号", "style"), ("线颜色", "color"), ("图层号", "layer"))
        ]
    else:
        fills = found.fills if found.fills is not None else np.empty(0, mapgis_file.AREA)
        named = [("填充颜色", fills["color"].tolist()), ("图层号", fills["layer"].tolist())]
    return [(name.encode("gb18030").decode("latin-1"), cells) for name, cells in named]


def _texts(found: MapGisFile, is_text: NDArray[np.bool_]) -> list[str | None]:
    """The texts of annotations, from the section that their records point to."""
    pool = found.coordinates
    left = 2 * len(pool)
    texts: list[str | None] = []
    for text, length, offset in zip(
        is_text.tolist(), found.rows["length"].tolist(), found.rows["offset"].tolist(), strict=True
    ):
        bytes_ = pool[offset : offset + min(length, left)] if text else b""
        left -= len(bytes_)
        texts.append(bytes_.split(b"\x00", 1)[0].decode("latin-1") or None)
    return texts
