"""Layers as GDAL reads them (in the worker process), brought to our terms: values, geometries, evidence."""

import shutil
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import shapely

from importers.batch import Problem
from importers.vector import dxf, formats, helper, kml_names, large, slices
from importers.vector.cells import Table, by_user, decode_table, raw_texts
from importers.vector.dbf import companions, declared_encoding, sibling
from importers.vector.encoding import UTF8, Decision, decide
from importers.vector.parsed import Parsed, Wish
from importers.vector.preflight import Source
from importers.vector.raw import RawFeature
from importers.vector.slices import Sliced
from importers.vector.textfile import as_utf8, is_clean_utf8, read_text

# KML, GPX and OpenStreetMap know no other system.
_BY_DEFINITION = ("KML", "GPX", "OSM PBF", "OSM XML")
_CONFIG = {"GPX": {"GPX_ELE_AS_25D": "YES"}}
_UNDECIDED = "latin-1"
_TEXT_LIMIT = 300_000_000


def read(source: Source, wish: Wish) -> list[Parsed]:
    """The layers of a data set."""
    path, decision, problems = _readable(source, wish)
    path = _with_plain_names(source, path)
    is_copy = path != source.path
    names = helper.ask("layers", path, wish.progress, restore_index=is_copy)["ok"]
    renamed = is_copy and names == [path.stem]
    shown = [Path(source.name).stem] if renamed else names
    asked = None if source.found.format in ("DXF", "GPX") else wish.layer
    wanted = [(name, show) for name, show in zip(names, shown, strict=True) if asked in (None, show)]
    wish = replace(wish, sliced=wish.sliced and large.fits(source))
    layers = [_layer(source, path, name, wish, decision) for name, _ in wanted]
    for layer, (_, show) in zip(layers, wanted, strict=True):
        layer.name = show
        layer.problems[:0] = problems
    if source.found.format == "DXF":
        return formats.of_dxf(layers)
    return formats.of_gpx(layers) if source.found.format == "GPX" else layers


def _readable(source: Source, wish: Wish) -> tuple[Path, Decision | None, list[Problem]]:
    """The file GDAL is given (the given one, or one beside an index made anew, or a copy in UTF-8)."""
    if source.found.reader == "shapefile":
        problems = companions(source.path)
        if any(problem.code == "shapefile.no_index" for problem in problems):
            return _elsewhere(source), None, problems
        return source.path, None, problems
    if source.found.reader != "text" or source.path.stat().st_size > _TEXT_LIMIT:
        return source.path, None, []
    text, decision = read_text(source.path, "XML", wish.encoding)
    if is_clean_utf8(source.path, text, decision):
        return source.path, decision, []
    copy = source.scratch.fresh() / f"{source.path.stem}.{source.found.format.split()[0].lower()}"
    copy.write_bytes(as_utf8(text))
    return copy, decision, list(decision.problems)


def _with_plain_names(source: Source, path: Path) -> Path:
    if source.found.format != "KML":
        return path
    copy = source.scratch.fresh() / f"{source.path.stem}.kml"
    return copy if kml_names.in_ascii(path, copy) else path


def _elsewhere(source: Source) -> Path:
    """A Shapefile where its index can be made without writing beside the user's files."""
    shp, folder = source.path, source.scratch.fresh()
    for suffix in (".shp", ".dbf", ".prj", ".cpg"):
        if (file := sibling(shp, suffix)) is not None:
            there = folder / f"{shp.stem}{suffix}"
            try:
                there.symlink_to(file.absolute())
            except OSError:  # not everybody may make links
                shutil.copyfile(file, there)
    return folder / f"{shp.stem}.shp"


def _layer(source: Source, path: Path, name: str, wish: Wish, decision: Decision | None) -> Parsed:
    if wish.sliced:
        with suppress(large.NotSliceableError):
            return _read_layer(source, path, name, wish, decision)
    return _read_layer(source, path, name, replace(wish, sliced=False), decision)


def _read_layer(source: Source, path: Path, name: str, wish: Wish, decision: Decision | None) -> Parsed:
    encoding = "ISO-8859-1" if source.found.reader == "shapefile" else _UNDECIDED
    drawing = dxf.scan(path, wish.encoding) if source.found.format == "DXF" else None
    asked: dict[str, Any] = {
        "config": dxf.config(drawing) if drawing else _CONFIG.get(source.found.format),
        "layer": name,
        "encoding": encoding,
        "shapes": not wish.sliced,
    }
    answer = _answer(replace(source, path=path), wish, asked)
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
    table.columns = [typed(kind, cells) for kind, cells in zip(found["types"], table.columns, strict=True)]
    if source.found.format in ("KML", "GPX"):
        formats.drop_driver_columns(table, source.found.format)
    remarks = answer["remarks"]
    features: list[RawFeature] | Sliced
    if wish.sliced:
        reader = large.ShapeReader(replace(source, path=path), name, encoding, found["fids"], wish.progress)
        rows = slices.Rows(found["fids"], table.names, table.columns)
        features = large.features(rows, reader, found["unread"])
        problems += large.malformed(reader.unmade)
        remarks = [*remarks, *reader.remarks]
    else:
        features = _features(found, table, problems)
    crs, evidence = crs_of(source, found["crs"], problems)
    problems += [*table.problems, *said_by_reader(remarks, path, source.path.name)]
    parsed = Parsed(name, table.names, features, decision, crs, evidence, problems)
    parsed.total, parsed.bounds = found["total"], found["bounds"]
    return parsed


def _answer(source: Source, wish: Wish, asked: dict[str, Any]) -> dict[str, Any]:
    if wish.limit is None and large.has_parts(source):
        with nullcontext() if wish.sliced else suppress(large.NotSliceableError):
            return large.in_parts(source, wish.progress, **asked)
    limit = None if source.found.format == "DXF" else wish.limit
    return helper.ask("read", source.path, wish.progress, limit=limit, **asked)


def _decision(source: Source, found: dict[str, Any], wish: Wish) -> Decision:
    if wish.encoding:
        return by_user(wish.encoding)
    texts = raw_texts(found["fields"], found["columns"])
    if source.found.reader == "shapefile":
        return decide(texts, *declared_encoding(source.path))
    if source.found.format in ("MapInfo TAB", "MapInfo MIF") and formats.is_neutral(source.path):
        return decide(texts)
    return decide(texts, UTF8, source.found.format or "GDAL")


def typed(kind: str, cells: list[Any]) -> list[Any]:
    """The cells of a type of GDAL's, whole numbers and truth values as such: they come as decimals where some
    cells are empty."""
    if kind == "OFSTBoolean":
        return [None if cell is None else bool(cell) for cell in cells]
    if not kind.startswith("OFTInteger"):
        return cells
    return [int(cell) if isinstance(cell, float) and cell.is_integer() else cell for cell in cells]


def _features(found: dict[str, Any], table: Table, problems: list[Problem]) -> list[RawFeature]:
    fids = found["fids"]
    wkb = found["shapes"] or [None] * len(fids)
    found["shapes"] = None  # made of it now, and not needed twice
    shapes = shapely.from_wkb(wkb, on_invalid="ignore")
    problems += large.malformed(large.unmade(shapes, wkb))
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


def crs_of(source: Source, stated: str | None, problems: list[Problem]) -> tuple[str | None, Problem]:
    """A layer's coordinate system and where it comes from, as GDAL or the format says; doubts go to
    ``problems``."""
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


def said_by_reader(remarks: Sequence[str], path: Path, name: str) -> list[Problem]:
    """What GDAL remarked, each once, the file called by its name."""
    problems = []
    for text in remarks:
        if text.startswith("Measured (M)"):
            problems.append(Problem("geometry.m_dropped"))
        else:
            problems.append(
                Problem("reader.remark", {"text": text.replace(str(path.absolute()), name)[:200]})
            )
    return list({(p.code, str(p.params)): p for p in problems}.values())[:10]
