"""Reads StraboSpot: a project's backup (``spotsDb``) or its spots as GeoJSON.

A spot at a point is an observation point, each of its orientations a measurement, lines that lie in a plane
included. Strikes follow the right-hand rule; where a plane has both, the dip direction counts, and a strike
that contradicts it is told of. A spot that is a line is a trace if it says that it is a fault; what has no
place here is rejected with its reason, and every cell stays with the record.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import shapely
from shapely import MultiLineString, Point
from shapely.geometry.base import BaseGeometry

from faultgis.errors import InputError
from faultgis.progress import Progress
from faultgis.records.provenance import Source
from faultgis.records.site import Measurement, ObservationPoint
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.store import Rejected
from importers.batch import Batch, FileInfo, LayerInfo, Problem
from importers.vector.origins import GEOMETRY
from importers.vector.shapes import fingerprint

READER = "StraboSpot"
_HEAD = 65_536
_MOST = 300_000_000
_MARKS = ('"spotsDb"', '"orientation_data"')
_PLANES = ("planar_orientation", "tabular_orientation")
_KINDS = {
    "bedding": "bedding", "contact": "bedding", "foliation": "foliation", "cleavage": "cleavage",
    "fracture": "joint", "joint": "joint", "vein": "dike", "dike": "dike", "fault": "fault_plane",
    "fault_plane": "fault_plane", "axial_planar": "axial_plane", "axial_surface": "axial_plane",
    "unconformity": "unconformity", "fissure": "fissure", "fold_hinge": "fold_axis",
    "fold_axis": "fold_axis", "slickenlines": "striation", "slickenfibers": "striation",
    "striations": "striation", "groove_marks": "lineation", "mineral_align": "lineation",
    "stretching": "lineation", "intersection": "lineation",
}  # fmt: skip
_CONTRADICTS = 3.0
# Which cells of a spot each field comes from, so that importing it again changes what was changed there.
_ORIGINS: dict[str, dict[str, tuple[str, ...]]] = {
    "observation_point": {
        "geometry": (GEOMETRY,), "code": ("name",), "elevation_m": ("altitude",),
        "observed_on": ("date", "time"), "description": ("notes",),
    },
    "trace": {"geometry": (GEOMETRY,), "notes": ("notes",)},
    "measurement": {
        "kind": ("feature_type", "type"), "dip_direction": ("dip_direction", "strike"), "dip": ("dip",),
        "trend": ("trend",), "plunge": ("plunge",), "rake": ("rake",), "quality": ("quality",),
        "notes": ("notes",),
    },
}  # fmt: skip


def recognise(path: Path) -> bool:
    """Whether a file is one of these. Raises nothing but ``OSError``."""
    if not path.is_file() or path.stat().st_size > _MOST:
        return False
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"{":
        return False
    text = head.decode("utf-8", "replace")
    return "strabospot.org" in text.casefold() or any(mark in text for mark in _MARKS)


def _spots(path: Path) -> list[Any]:
    """The spots in the order of the file. Raises ``InputError``: ``file.damaged``, ``strabo.no_spots``."""
    try:
        told = json.loads(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise InputError("file.damaged", file=str(path), format=READER, reason=str(error)[:200]) from error
    spots = told.get("spotsDb", told.get("features")) if isinstance(told, dict) else None
    found = list(spots.values()) if isinstance(spots, dict) else spots
    if not isinstance(found, list) or not found:
        raise InputError("strabo.no_spots", file=str(path))
    return found


def inspect(path: Path) -> FileInfo:
    """How many spots there are, and where. Raises ``InputError`` as ``read``."""
    spots = _spots(path)
    shapes = [shape for spot in spots if (shape := _shape(spot)) is not None]
    names = dict.fromkeys(key for spot in spots for key in _properties(spot))
    kinds = "/".join(sorted({shape.geom_type for shape in shapes}))
    bounds = tuple(map(float, shapely.total_bounds(shapes))) if shapes else None
    extent = (bounds[0], bounds[1], bounds[2], bounds[3]) if bounds else None
    by_definition = Problem("crs.by_definition", {"format": READER})
    encoding = _encoding(spots)
    layer = LayerInfo(
        "spots", len(spots), kinds, "EPSG:4326", "utf-8", encoding, tuple(names), extent, by_definition
    )
    return FileInfo(str(path), READER, (layer,))


def _encoding(spots: list[Any]) -> Problem:
    beyond = sum(not json.dumps(spot, ensure_ascii=False).isascii() for spot in spots)
    if not beyond:
        return Problem("encoding.ascii_only")
    return Problem("encoding.declared", {"by": "RFC 8259", "valid": beyond, "total": beyond})


def read(path: Path, survey: Survey, progress: Progress | None = None) -> Batch:
    """The spots as records of the survey. Raises ``InputError``: ``file.damaged``, ``strabo.no_spots``."""
    progress = progress or Progress()
    spots = _spots(path)
    batch = Batch(str(path), "spots", "observations", "EPSG:4326", "utf-8", read=len(spots))
    batch.mapping, batch.crs_accuracy_m = "strabospot", 0.0
    batch.origins = _ORIGINS
    for row, spot in enumerate(spots, 1):
        if row % 500 == 0:
            progress.report("import.reading", row, len(spots))
        made = _Spot(path, survey, row, spot, batch)
        try:
            batch.records += made.records()
        except (TypeError, ValueError, KeyError, AttributeError, RecursionError, InputError) as error:
            made.reject("strabo.spot", reason=f"{type(error).__name__}: {error}"[:200])
    labels = dict.fromkeys(name for record in batch.records for name, _ in _attributes(record))
    batch.labels = tuple(labels)
    return batch


def _attributes(record: Any) -> tuple[tuple[str, str], ...]:
    attributes: tuple[tuple[str, str], ...] = record.source.attributes
    return attributes


def _properties(spot: Any) -> Mapping[str, Any]:
    found = spot.get("properties") if isinstance(spot, dict) else None
    return found if isinstance(found, dict) else {}


def _shape(spot: Any) -> BaseGeometry | None:
    told = spot.get("geometry") if isinstance(spot, dict) else None
    try:
        shape = shapely.from_geojson(json.dumps(told)) if told else None
    except (shapely.GEOSException, ValueError):
        return None
    if shape is None or shape.is_empty:
        return None
    west, south, east, north = shape.bounds
    return shapely.force_2d(shape) if -180 <= west <= east <= 180 and -90 <= south <= north <= 90 else None


class _Spot:
    """One spot on its way to records."""

    def __init__(self, path: Path, survey: Survey, row: int, spot: Any, batch: Batch) -> None:
        self.survey, self.row, self.batch = survey, row, batch
        self.told = _properties(spot)
        self.shape = _shape(spot)
        self.key = f"strabospot:{self.told.get('id') or f'{path.name}:{row}'}"
        self.file = path.name
        cells = tuple((name, _text(value)) for name, value in self.told.items())
        place = () if self.shape is None else ((GEOMETRY, fingerprint(self.shape)),)
        self.attributes = (*cells, *place)

    def reject(self, code: str, **params: Any) -> None:
        self.batch.rejected.append(Rejected(self.row, code, "", params, dict(self.attributes)))

    def warn(self, code: str, field: str, **params: Any) -> None:
        self.batch.warnings.append(Problem(code, params, "spots", self.row, field))

    def source(self, key: str, attributes: tuple[tuple[str, str], ...]) -> Source:
        return Source(
            file=self.file, layer="spots", row=self.row, key=key, method=READER, attributes=attributes
        )

    def records(self) -> Iterator[Any]:
        if self.shape is None:
            self.reject("strabo.no_place")
        elif isinstance(self.shape, Point):
            yield from self._point(self.shape)
        elif self.shape.geom_type in ("LineString", "MultiLineString") and self._is_fault():
            yield self._trace(self.shape)
        else:
            self.reject("strabo.not_taken", shape=self.shape.geom_type)

    def _is_fault(self) -> bool:
        trace = self.told.get("trace")
        said = " ".join(map(str, trace.values())) if isinstance(trace, dict) else ""
        return "fault" in said.casefold()

    def _trace(self, shape: BaseGeometry) -> Trace:
        parts = getattr(shape, "geoms", [shape])
        return Trace(
            survey_id=self.survey.id,
            geometry=MultiLineString(list(parts)),
            notes=_text(self.told.get("notes") or ""),
            source=self.source(self.key, self.attributes),
        )

    def _point(self, shape: Point) -> Iterator[Any]:
        point = ObservationPoint(
            survey_id=self.survey.id,
            geometry=shape,
            code=_text(self.told.get("name") or f"S{self.row:04d}").strip(),
            elevation_m=_number(self.told.get("altitude")),
            observed_on=_day(self.told.get("date") or self.told.get("time")),
            description=_text(self.told.get("notes") or ""),
            source=self.source(self.key, self.attributes),
        )
        yield point
        for number, told in enumerate(self._orientations(self.told.get("orientation_data")), 1):
            measured = self._measurement(point, told, f"{self.key}/measurement:{told.get('id') or number}")
            if measured is not None:
                yield measured
        if images := self.told.get("images"):
            self.warn("strabo.images", "images", count=len(images))

    def _orientations(self, told: Any) -> Iterator[Mapping[str, Any]]:
        """The orientations, each followed by the lines that lie in it."""
        for each in told if isinstance(told, list) else ():
            if isinstance(each, dict):
                yield each
                yield from self._orientations(each.get("associated_orientation"))

    def _measurement(self, point: ObservationPoint, told: Mapping[str, Any], key: str) -> Measurement | None:
        plane = told.get("type") in _PLANES
        said = str(told.get("feature_type") or "")
        values = self._plane(told) if plane else self._line(told)
        if all(value is None for value in values.values()):
            self.warn("strabo.no_angles", "orientation_data", name=_text(told.get("label") or said or key))
            return None
        cells = tuple(
            (name, _text(value)) for name, value in told.items() if name != "associated_orientation"
        )
        quality = _number(told.get("quality"))
        return Measurement(
            survey_id=self.survey.id,
            point_id=point.id,
            kind=_KINDS.get(said) or ("foliation" if plane and said else "joint" if plane else "lineation"),
            **values,
            quality=int(quality) if quality is not None and 0 <= quality <= 9 else None,
            notes=_text(told.get("notes") or ""),
            source=self.source(key, cells),
        )

    def _plane(self, told: Mapping[str, Any]) -> dict[str, Any]:
        strike, toward = _azimuth(told.get("strike")), _azimuth(told.get("dip_direction"))
        if strike is not None and toward is None:
            toward = (strike + 90.0) % 360.0
        elif strike is not None and toward is not None:
            off = abs((strike + 90.0 - toward + 180.0) % 360.0 - 180.0)
            if off > _CONTRADICTS:
                self.warn("strabo.strike_contradicts", "strike", strike=strike, dip_direction=toward)
        return {"dip_direction": toward, "dip": self._within(told, "dip", 0, 90)}

    def _line(self, told: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "trend": _azimuth(told.get("trend")),
            "plunge": self._within(told, "plunge", -90, 90),
            "rake": self._within(told, "rake", -180, 180),
        }

    def _within(self, told: Mapping[str, Any], name: str, least: float, most: float) -> float | None:
        value = _number(told.get(name))
        if value is None or least <= value <= most:
            return value
        self.warn("value.out_of_range", name, text=_text(told.get(name)), least=least, most=most)
        return None


def _text(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return re.sub("[\x00\ud800-\udfff]", "\ufffd", text)


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or value in (None, ""):
        return None
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if abs(number) < 1e9 else None


def _azimuth(value: Any) -> float | None:
    number = _number(value)
    return None if number is None else number % 360.0


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
