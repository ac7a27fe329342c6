"""Reads GMT multisegment files, plain or with the OGR/GMT comments that carry attributes.

Its own reader, because Chinese files in GB18030 stop GDAL's, and because a file may be the joining of two:
then only records count, never the second header. Format: GMT documentation, "The GMT Vector Data Format for
OGR Compatibility".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from faultgis.progress import Progress
from importers.batch import Problem
from importers.vector.cells import cell_problems
from importers.vector.encoding import decode

_NUMBERS = re.compile(rb"[\s,;]+")
_EVERY = 5000


@dataclass
class Segment:
    """One run of coordinates: a feature or a part of one. ``data`` are the cells of its record, if any."""

    header: str = ""
    data: list[str] | None = None
    is_hole: bool = False
    positions: list[tuple[float, ...]] = field(default_factory=list)
    bad_lines: int = 0


@dataclass
class GmtFile:
    """What the file says. ``features`` are lists of segments; ``crs`` by EPSG code (e), PROJ (p), WKT (w)."""

    kind: str = ""
    names: list[str] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    crs: dict[str, str] = field(default_factory=dict)
    features: list[list[Segment]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    headers: int = 0
    damaged: list[tuple[int, str, str]] = field(default_factory=list)


def texts(path: Path) -> Iterator[bytes]:
    """The lines that hold words rather than coordinates, as bytes: by them the encoding is judged."""
    return (line for line in _lines(path) if line[:1] in (b"#", b">"))


def read(path: Path, encoding: str, progress: Progress | None = None) -> GmtFile:
    """All segments of the file, gathered into features. Lines are decoded before they are taken apart, for in
    GB18030 the second byte of a character can look like a "|"."""
    found = GmtFile()
    for number, line in enumerate(_lines(path)):
        if progress is not None and number % _EVERY == 0:
            progress.report("reading.features", len(found.features))
        if line.startswith(b"#"):
            _comment(found, _words(found, line, encoding))
        elif line.startswith(b">"):
            found.features.append([Segment(header=_words(found, line, encoding)[1:].strip())])
        elif line:
            if not found.features:
                found.features.append([Segment()])
            _position(found.features[-1][0], line)
    if found.headers > 1:
        found.problems.append(Problem("gmt.second_header", {"count": found.headers}))
    found.problems += cell_problems(found.damaged)
    found.features = _gather(found)
    return found


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        for line in file:
            yield line.removeprefix(b"\xef\xbb\xbf").strip(b"\r\n\t \x00")


def _words(found: GmtFile, line: bytes, encoding: str) -> str:
    text, wrong = decode(line, encoding)
    if wrong:
        found.damaged.append((len(found.features), "", wrong))
    return text


def _comment(found: GmtFile, line: str) -> None:
    text = line.lstrip("# \t")
    tag, value = text[:2], text[2:].strip()
    if tag == "@D":
        if found.features:
            found.features[-1][0].data = split_cells(value)
    elif tag in ("@P", "@H"):
        if found.features:
            found.features[-1][0].is_hole = tag == "@H"
    elif tag == "@V":
        found.headers += 1
        found.kind = found.kind or text.partition("@G")[2].split("@")[0].strip().upper()
    elif tag in ("@N", "@T", "@J", "@G") and found.headers <= 1:
        _header(found, tag[1], value)


def _header(found: GmtFile, tag: str, value: str) -> None:
    if tag == "G":
        found.kind = value.upper()
    elif tag == "N":
        found.names = split_cells(value)
    elif tag == "T":
        found.types = [kind.lower() for kind in split_cells(value)]
    elif value:
        text = value[1:].strip()
        quoted = text.startswith('"')
        found.crs[value[0]] = re.sub(r"\\(.)", r"\1", text[1:].removesuffix('"')).strip() if quoted else text


def split_cells(text: str) -> list[str]:
    """The cells of a record, parted by "|", in double quotes or bare; a backslash takes the next as is."""
    cells, cell, quoted, taken = [], [], False, False
    for char in text:
        if taken:
            cell.append(char)
            taken = False
        elif char == "\\" and quoted:
            taken = True
        elif char == '"' and (quoted or not cell):
            quoted = not quoted
        elif char == "|" and not quoted:
            cells.append("".join(cell).strip())
            cell = []
        else:
            cell.append(char)
    return [*cells, "".join(cell).strip()]


def _position(segment: Segment, line: bytes) -> None:
    numbers = []
    for part in _NUMBERS.split(line)[:3]:
        try:
            numbers.append(float(part))
        except ValueError:
            break
    if len(numbers) < 2:
        segment.bad_lines += 1
    else:
        segment.positions.append(tuple(numbers))


def _gather(found: GmtFile) -> list[list[Segment]]:
    """Holes join their outer ring; in multi-part files, a segment without a record joins the one before."""
    result: list[list[Segment]] = []
    multi = found.kind.startswith("MULTI") and bool(found.names)
    for segments in found.features:
        part = result and (segments[0].is_hole or (multi and segments[0].data is None))
        if part:
            result[-1] += segments
        else:
            result.append(segments)
    return result


def geometry(kind: str, segments: list[Segment]) -> BaseGeometry | None:
    """The feature's geometry, ``None`` without any position. Raises ``ValueError`` if it is impossible."""
    filled = [(segment, _even(segment.positions)) for segment in segments if segment.positions]
    if not filled:
        return None
    if kind.endswith("POINT"):
        points = [point for _, positions in filled for point in positions]
        return shapely.Point(points[0]) if len(points) == 1 else shapely.MultiPoint(points)
    if kind.endswith("POLYGON"):
        return _polygon(filled)
    lines = [positions for _, positions in filled]
    if not kind and len(lines) == 1 and len(lines[0]) == 1:
        return shapely.Point(lines[0][0])
    return shapely.LineString(lines[0]) if len(lines) == 1 else shapely.MultiLineString(lines)


def _even(positions: list[tuple[float, ...]]) -> list[tuple[float, ...]]:
    width = min(len(position) for position in positions)
    return [position[:width] for position in positions]


def _polygon(filled: list[tuple[Segment, list[Any]]]) -> BaseGeometry:
    outer: list[tuple[list[Any], list[list[Any]]]] = []
    for segment, positions in filled:
        if segment.is_hole and outer:
            outer[-1][1].append(positions)
        else:
            outer.append((positions, []))
    polygons = [shapely.Polygon(shell, holes) for shell, holes in outer]
    return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)


def value(cell: str, kind: str) -> Any:
    """A cell as its column's type says, where that is possible; otherwise the text as it stands."""
    if not cell:
        return None
    try:
        if kind == "integer":
            return int(cell)
        if kind == "double":
            return float(cell)
    except ValueError:
        pass
    return cell
