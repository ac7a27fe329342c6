"""Lines of the classes Fault and Fold as traces, with the faults and zones that their names tell.

Rows of equal zone and name are one fault. What most of them say is the fault's; a row that says otherwise
keeps its own, where a trace has such a field.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shapely import MultiLineString

from faultgis.national.compass import azimuth_of
from faultgis.national.decoding import activity_of, exposure_of, fold_of, kinematics_of
from faultgis.national.taking import Cells, Taking, without_cells
from faultgis.records.fault import Fault, FaultZone
from faultgis.records.trace import Trace
from faultgis.values import Estimate

_CHINESE = re.compile(r"[一-鿿]")
_TRACE_FIELDS = ("kinematics", "latest_activity", "dip_direction", "dip")
UNDETERMINED = "undetermined"


@dataclass
class _Piece:
    """A row on its way to a trace. ``values`` are what it says of its fault."""

    cells: Cells
    shape: MultiLineString
    zone: str
    name: str
    values: dict[str, Any]
    exposure: str = "unknown"
    notes: str = ""


def read_faults(taking: Taking) -> None:
    """Traces, faults and zones of the rows of Fault and Fold."""
    for class_name, piece in (("Fault", _fault_piece), ("Fold", _fold_piece)):
        groups: dict[tuple[str, str], list[_Piece]] = defaultdict(list)
        for cells in taking.cells(class_name):
            shape = lines_of(cells.row.geometry)
            if shape is None:
                taking.keep(cells, "national.no_line")
            elif (made := piece(cells, shape)) is not None:
                groups[made.zone, made.name].append(made)
            else:
                taking.keep(cells, "national.no_fold_type")
        zones: dict[str, FaultZone] = {}
        for (zone, name), pieces in groups.items():
            _add(taking, class_name, zone, name, pieces, zones)


def lines_of(shape: Any) -> MultiLineString | None:
    """A line as its parts; ``None`` for other shapes and lines of no length."""
    if shape is None or shape.geom_type not in ("LineString", "MultiLineString"):
        return None
    parts = [part for part in getattr(shape, "geoms", (shape,)) if part.length > 0]
    return MultiLineString(parts) if parts else None


def _fault_piece(cells: Cells, shape: MultiLineString) -> _Piece:
    feature, age = cells.coded("Feature"), cells.coded("Age")
    activity = activity_of(age)
    if not age and cells.blank("Age"):
        activity = UNDETERMINED
    values = {
        "kinematics": kinematics_of(feature),
        "latest_activity": activity,
        "dip_direction": _direction(cells, "DipDir"),
        "dip": _degrees(cells.number_in("DipAngle", 0, 90)),
        "upper_depth": _metres(cells.number_in("TopDepth")),
    }
    return _Piece(
        cells,
        shape,
        cells.text("FractureZoneName"),
        cells.text("Name"),
        values,
        exposure_of(feature),
        cells.text("CommentInfo"),
    )


def _fold_piece(cells: Cells, shape: MultiLineString) -> _Piece | None:
    kind = fold_of(cells.coded("FoldType"))
    if not kind:
        return None
    name, notes = cells.text("FoldName"), cells.text("CommentInfo")
    return _Piece(cells, shape, "", name, {"kinematics": kind}, notes=notes)


def _direction(cells: Cells, field: str) -> Estimate | None:
    text = cells.text(field)
    if not text:
        return None
    azimuth = azimuth_of(text)
    if azimuth is None:
        azimuth = cells.number_in(field, 0, 360)
    return None if azimuth is None else Estimate(unit="deg", best=azimuth, text=text)


def _degrees(value: float | None) -> Estimate | None:
    return None if value is None else Estimate(unit="deg", best=value)


def _metres(value: float | None) -> Estimate | None:
    return None if value is None else Estimate(unit="m", best=value)


def _add(
    taking: Taking,
    class_name: str,
    zone_name: str,
    name: str,
    pieces: Sequence[_Piece],
    zones: dict[str, FaultZone],
) -> None:
    if not (zone_name or name):
        for piece in pieces:
            taking.add(_trace(piece, None, {}), piece.cells)
        return
    first = pieces[0].cells
    source = without_cells(first.source(f"{class_name}:zone/{zone_name}"))
    if zone_name and zone_name not in zones:
        zones[zone_name] = FaultZone(survey_id=taking.survey_id, code="", **names(zone_name), source=source)
        taking.records.append(zones[zone_name])
    settled = {field: _settled(pieces, field, name) for field in dict.fromkeys(_fields(pieces))}
    given = {field: value for field, value in settled.items() if value not in (None, "")}
    fault = Fault(
        survey_id=taking.survey_id,
        code="",
        zone_id=zones[zone_name].id if zone_name else None,
        **names(name),
        **given,
        source=without_cells(first.source(f"{class_name}:fault/{zone_name}/{name}")),
    )
    taking.records.append(fault)
    taking.faults[name].append(fault)
    for piece in pieces:
        taking.add(_trace(piece, fault, settled), piece.cells)


def _fields(pieces: Sequence[_Piece]) -> list[str]:
    return [field for piece in pieces for field in piece.values]


def _settled(pieces: Sequence[_Piece], field: str, name: str) -> Any:
    """What most rows say of the fault, the first one among equals; a row whose other value has no field of
    its own is told."""
    said = [piece.values[field] for piece in pieces if piece.values.get(field) not in (None, "")]
    if field == "latest_activity":
        said = [value for value in said if value != UNDETERMINED] or said
    if not said:
        return None
    chosen = max(dict.fromkeys(said), key=said.count)
    if field not in _TRACE_FIELDS:
        for piece in pieces:
            if piece.values.get(field) not in (None, chosen):
                piece.cells.note("national.other_than_fault", "TopDepth", fault=name)
    return chosen


def _trace(piece: _Piece, fault: Fault | None, settled: dict[str, Any]) -> Trace:
    own = {
        field: value
        for field in _TRACE_FIELDS
        if (value := piece.values.get(field)) not in (None, "") and value != settled.get(field)
    }
    if fault is not None and own.get("latest_activity") == fault.latest_activity:
        del own["latest_activity"]
    return Trace(
        geometry=piece.shape,
        fault_id=fault.id if fault else None,
        exposure=piece.exposure,
        notes=piece.notes,
        **own,
        **piece.cells.own(),
    )


def names(text: str) -> dict[str, Any]:
    """A name in the language that it is written in."""
    return {"name_zh" if _CHINESE.search(text) else "name_en": text} if text else {}
