"""Layers as GDAL reads them (in the worker process), brought to our terms: values, geometries, evidence."""

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import shapely

from faultgis.progress import Progress
from importers.batch import Problem
from importers.vector import dxf, helper
from importers.vector.cells import Table, by_user, decode_table, raw_texts
from importers.vector.dbf import companions, declared_encoding, sibling
from importers.vector.encoding import UTF8, Decision, decide
from importers.vector.preflight import Source
from importers.vector.raw import RawFeature
from importers.vector.textfile import as_utf8, is_clean_utf8, read_text

# KML, GPX and OpenStreetMap know no other system.
_BY_DEFINITION = ("KML", "GPX", "OSM PBF", "OSM XML")
# Columns that GDAL adds to every KML layer, and what stands in them when the file says nothing.
_KML_COLUMNS = {
    "id", "Name", "description", "timestamp", "begin", "end", "altitudeMode", "tessellate", "extrude",
    "visibility", "drawOrder", "icon", "snippet",
}  # fmt: skip
_KML_NOTHING = (None, -1, 0, "")
_UNDECIDED = "latin-1"
_TEXT_LIMIT = 300_000_000


@dataclass
class Parsed:
    """One layer as read: features in the file's order, and where its system and encoding come from."""

    name: str
    fields: tuple[str, ...]
    features: list[RawFeature]
    decision: Decision
    crs: str | None
    crs_evidence: Problem
    problems: list[Problem] = field(default_factory=list)
    total: int = 0
    bounds: tuple[float, ...] | None = None


@dataclass(frozen=True)
class Wish:
    """What the caller asks for: one layer only, the encoding the user named, ``limit`` features at most."""

    layer: str | None = None
    encoding: str | None = None
    limit: int | None = None
    progress: Progress | None = None


def read(source: Source, wish: Wish) -> list[Parsed]:
    """The layers of a data set."""
    with tempfile.TemporaryDirectory(prefix="faultgis-") as scratch:
        path, decision, problems = _readable(source, wish, Path(scratch))
        is_copy = path != source.path
        names = helper.ask("layers", path, wish.progress, restore_index=is_copy)["ok"]
        renamed = is_copy and names == [path.stem]
        shown = [Path(source.name).stem] if renamed else names
        asked = None if source.found.format == "DXF" else wish.layer
        wanted = [(name, show) for name, show in zip(names, shown, strict=True) if asked in (None, show)]
        layers = [_layer(source, path, name, wish, decision) for name, _ in wanted]
    for layer, (_, show) in zip(layers, wanted, strict=True):
        layer.name = show
        layer.problems[:0] = problems
    if source.found.format == "DXF":
        return _of_dxf(layers)
    return _of_gpx(layers) if source.found.format == "GPX" else layers


def _readable(source: Source, wish: Wish, scratch: Path) -> tuple[Path, Decision | None, list[Problem]]:
    """The file GDAL is given (the given one, or a copy in UTF-8 or with its index made anew)."""
    if source.found.reader == "shapefile":
        problems = companions(source.path)
        if any(problem.code == "shapefile.no_index" for problem in problems):
            return _copy_shapefile(source.path, scratch), None, problems
        return source.path, None, problems
    if source.found.reader != "text" or source.path.stat().st_size > _TEXT_LIMIT:
        return source.path, None, []
    text, decision = read_text(source.path, "XML", wish.encoding)
    if is_clean_utf8(source.path, text, decision):
        return source.path, decision, []
    copy = scratch / f"{source.path.stem}.{source.found.format.split()[0].lower()}"
    copy.write_bytes(as_utf8(text))
    return copy, decision, list(decision.problems)


def _copy_shapefile(shp: Path, scratch: Path) -> Path:
    for suffix in (".shp", ".dbf", ".prj", ".cpg"):
        if (file := sibling(shp, suffix)) is not None:
            shutil.copyfile(file, scratch / f"{shp.stem}{suffix}")
    return scratch / f"{shp.stem}.shp"


def _layer(source: Source, path: Path, name: str, wish: Wish, decision: Decision | None) -> Parsed:
    is_shapefile = source.found.reader == "shapefile"
    drawing = dxf.scan(path, wish.encoding) if source.found.format == "DXF" else None
    answer = helper.ask(
        "read",
        path,
        wish.progress,
        config=dxf.config(drawing) if drawing else None,
        layer=name,
        encoding="ISO-8859-1" if is_shapefile else _UNDECIDED,
        limit=None if drawing else wish.limit,
    )
    found = answer["ok"]
    problems: list[Problem] = []
    if drawing is not None:
        decision = drawing.decision
        problems += [*(decision.problems if decision else ()), *dxf.notices(drawing)]
    if decision is None:
        decision = _decision(source, found, wish)
        problems += decision.problems
        table = decode_table(found["fields"], found["columns"], decision.encoding or _UNDECIDED)
    else:
        table = decode_table(found["fields"], found["columns"], UTF8)
    table.columns = [_typed(kind, cells) for kind, cells in zip(found["types"], table.columns, strict=True)]
    if source.found.format in ("KML", "GPX"):
        _drop_driver_columns(table, source.found.format)
    features = _features(found, table, problems)
    crs, evidence = _crs(source, found["crs"], problems)
    problems += [*table.problems, *_remarks(answer["remarks"], path, source.path.name)]
    parsed = Parsed(name, table.names, features, decision, crs, evidence, problems)
    parsed.total, parsed.bounds = found["total"], found["bounds"]
    return parsed


def _decision(source: Source, found: dict[str, Any], wish: Wish) -> Decision:
    if wish.encoding:
        return by_user(wish.encoding)
    texts = raw_texts(found["fields"], found["columns"])
    if source.found.reader == "shapefile":
        return decide(texts, *declared_encoding(source.path))
    return decide(texts, UTF8, source.found.format or "GDAL")


def _of_dxf(layers: list[Parsed]) -> list[Parsed]:
    """Each layer of the drawing as a layer; what concerns the whole drawing is said of the first."""
    whole = layers[0]
    parts, on_paper = dxf.by_layer(whole.features)
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


def _typed(kind: str, cells: list[Any]) -> list[Any]:
    """Whole numbers that came as decimals because some cells are empty."""
    if not kind.startswith("OFTInteger"):
        return cells
    return [int(cell) if isinstance(cell, float) and cell.is_integer() else cell for cell in cells]


def _of_gpx(layers: list[Parsed]) -> list[Parsed]:
    """The layers that hold something, without the vertices of routes and tracks as points."""
    return [layer for layer in layers if layer.total and not layer.name.endswith("_points")] or layers[:1]


def _drop_driver_columns(table: Table, format_: str) -> None:
    """Leave only what the file itself holds; a KML column renamed for their sake gets its name back."""
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
    table.names, table.columns = tuple(names), [table.columns[index] for index in kept]


def _features(found: dict[str, Any], table: Table, problems: list[Problem]) -> list[RawFeature]:
    fids = found["fids"]
    wkb = found["shapes"] or [None] * len(fids)
    shapes = shapely.from_wkb(wkb, on_invalid="ignore")
    bad = [
        row
        for row, (shape, bytes_) in enumerate(zip(shapes, wkb, strict=True), 1)
        if bytes_ and shape is None
    ]
    problems += [Problem("geometry.malformed", row=row) for row in bad[:50]]
    rows: Sequence[tuple[Any, ...]] = list(zip(*table.columns, strict=True)) or [()] * len(fids)
    features = [
        RawFeature(row, fid, shape, dict(zip(table.names, cells, strict=True)))
        for row, (fid, shape, cells) in enumerate(zip(fids, shapes, rows, strict=True), start=1)
    ]
    if found["unread"]:
        first = len(features) + 1
        problems.append(Problem("feature.unreadable", {"count": found["unread"]}, row=first))
        features += [RawFeature(first + k, None, None, {}) for k in range(found["unread"])]
    return features


def _crs(source: Source, stated: str | None, problems: list[Problem]) -> tuple[str | None, Problem]:
    if stated and "Undefined" in stated[:60]:
        stated = None
    if source.found.format in _BY_DEFINITION:
        return "EPSG:4326", Problem("crs.by_definition", {"format": source.found.format})
    prj = sibling(source.path, ".prj") if source.found.reader == "shapefile" else None
    if stated:
        by = prj.name if prj else source.found.format
        return stated, Problem("crs.declared", {"by": by})
    if prj is not None:
        problems.append(Problem("crs.prj_unreadable", {"name": prj.name}))
    return None, Problem("crs.none")


def _remarks(remarks: Sequence[str], path: Path, name: str) -> list[Problem]:
    problems = []
    for text in remarks:
        if text.startswith("Measured (M)"):
            problems.append(Problem("geometry.m_dropped"))
        else:
            problems.append(
                Problem("reader.remark", {"text": text.replace(str(path.absolute()), name)[:200]})
            )
    return list({(p.code, str(p.params)): p for p in problems}.values())[:10]
