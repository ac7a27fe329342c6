"""Traces as the GEM Global Active Faults Database has them: GeoJSON, tuples of text "(most likely,min,max)".

One feature per trace. Column names are those of GEM's files (``average_dip``, ``net_slip_rate`` …), not of
its README where the two differ. Strike slip without a sense stays the word "Strike-Slip", and is told of:
GEM's own tool takes it for sinistral.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from shapely import MultiLineString

from faultgis.codes import code_list, label
from faultgis.errors import InputError
from faultgis.exports.written import whole
from faultgis.geometry.direction import mean_strike
from faultgis.kinematics import dominant
from faultgis.national.rows import Note
from faultgis.records.fault import Fault, FaultZone, Parameters, Segment
from faultgis.records.kinds import AnyRecord
from faultgis.records.trace import Trace
from faultgis.values import Estimate

_WINDS = ("N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW")
_EXPOSURE = {"exposed": 1, "buried": 3}
_TUPLES = {
    "average_dip": "dip",
    "average_rake": "rake",
    "net_slip_rate": "net_slip_rate",
    "strike_slip_rate": "strike_slip_rate",
    "vert_slip_rate": "vertical_slip_rate",
    "shortening_rate": "shortening_rate",
    "upper_seis_depth": "upper_depth",
    "lower_seis_depth": "lower_depth",
}


@dataclass(frozen=True)
class Features:
    """GeoJSON features in the order of the faults' codes, and what they could not say."""

    features: tuple[dict[str, Any], ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class _Of:
    fault: Fault | None
    segment: Segment | None
    zone: FaultZone | None

    def first(self, name: str) -> Any:
        """The segment's value, else the fault's; ``None`` where neither says anything."""
        owners: tuple[Parameters | None, ...] = (self.segment, self.fault)
        for owner in owners:
            value = getattr(owner, name, None)
            if value not in (None, "", "unknown", "undetermined"):
                return value
        return None


def features(records: Mapping[str, Iterable[AnyRecord]], catalogue: str) -> Features:
    """All traces. ``catalogue`` is the name of the data set (``catalog_name``)."""
    faults = {r.id: r for r in records.get("fault", ()) if isinstance(r, Fault)}
    segments = {r.id: r for r in records.get("segment", ()) if isinstance(r, Segment)}
    zones = {r.id: r for r in records.get("fault_zone", ()) if isinstance(r, FaultZone)}
    traces = [r for r in records.get("trace", ()) if isinstance(r, Trace)]
    told: list[tuple[tuple[str, str, str], Trace, _Of]] = []
    for trace in traces:
        fault = faults.get(trace.fault_id) if trace.fault_id else None
        segment = segments.get(trace.segment_id) if trace.segment_id else None
        zone = zones.get(fault.zone_id) if fault and fault.zone_id else None
        order = (
            fault.code if fault else "",
            segment.code if segment else "",
            trace.source.key or str(trace.id),
        )
        told.append((order, trace, _Of(fault, segment, zone)))
    notes: list[Note] = []
    made = []
    counted: dict[UUID | None, int] = {}
    for _, trace, of in sorted(told, key=lambda each: each[0]):
        number = counted[trace.fault_id] = counted.get(trace.fault_id, 0) + 1
        made.append(_feature(trace, of, catalogue, number, notes))
    return Features(tuple(made), tuple(notes))


def _feature(trace: Trace, of: _Of, catalogue: str, number: int, notes: list[Note]) -> dict[str, Any]:
    code = of.fault.code if of.fault else "-"
    properties: dict[str, Any] = {
        "catalog_id": f"{code}_{number}",
        "catalog_name": catalogue,
        "name": _name(of.segment) or _name(of.fault),
        "fz_name": _name(of.zone) or None,
        "slip_type": _slip_type(trace, of, code, notes),
        **{column: _tuple(_value(trace, of, name)) for column, name in _TUPLES.items()},
        "dip_dir": _wind(_value(trace, of, "dip_direction")),
        "downthrown_side_dir": _downthrown(trace),
        "last_movement": _activity(trace, of),
        "accuracy": trace.mapping_scale,
        "exposure_quality": _exposure(trace, code, notes),
        "epistemic_quality": _quality(trace.confidence),
        "activity_confidence": None,
        "reference": trace.source.reference or (of.fault.source.reference if of.fault else "") or None,
        "notes": trace.notes or None,
    }
    return {"type": "Feature", "properties": properties, "geometry": _geometry(trace.geometry)}


def _name(record: Fault | Segment | FaultZone | None) -> str:
    return "" if record is None else record.name_en or record.name_zh


def _value(trace: Trace, of: _Of, name: str) -> Estimate | None:
    value: Estimate | None = getattr(trace, name, None) or of.first(name)
    return value


def _slip_type(trace: Trace, of: _Of, code: str, notes: list[Note]) -> str | None:
    kinematics = trace.kinematics or of.first("kinematics") or "unknown"
    entry = code_list("kinematics").get(kinematics)
    word = entry.extra.get("gem") if entry is not None else None
    if dominant(kinematics) == "strike_slip":
        notes.append(Note("gem.sense_unknown", "", code, "slip_type", {"kinematics": kinematics}))
        return "Strike-Slip"
    if word is None and kinematics != "unknown":
        notes.append(Note("gem.no_word", "", code, "slip_type", {"kinematics": kinematics}))
        return {"normal": "Normal", "reverse": "Reverse"}.get(dominant(kinematics))
    return word


def _tuple(value: Estimate | None) -> str | None:
    """The three numbers in GEM's order, blanks where nothing is stated."""
    if value is None:
        return None
    best = value.best if value.best is not None or value.low is not None or value.high is not None else None
    return "(" + ",".join("" if n is None else repr(round(n, 6)) for n in (best, value.low, value.high)) + ")"


def _wind(value: Estimate | None) -> str | None:
    """A compass word of 16: GEM takes no degrees here."""
    return None if value is None else _WINDS[round((value.middle % 360) / 22.5) % 16]


def _downthrown(trace: Trace) -> str | None:
    if trace.upthrown not in ("left", "right"):
        return None
    right = mean_strike(trace.geometry) + 90.0
    toward = right if trace.upthrown == "left" else right + 180.0
    return _WINDS[round((toward % 360) / 22.5) % 16]


def _activity(trace: Trace, of: _Of) -> str | None:
    code = trace.latest_activity or of.first("latest_activity")
    return None if code in (None, "undetermined") else label("latest_activity", code, "en")


def _exposure(trace: Trace, code: str, notes: list[Note]) -> int | None:
    if trace.exposure == "inferred":
        notes.append(Note("gem.inferred", "", code, "exposure_quality"))
    return _EXPOSURE.get(trace.exposure)


def _quality(confidence: str) -> int | None:
    entry = code_list("confidence").get(confidence)
    return entry.extra.get("gem") if entry is not None else None


def _geometry(shape: MultiLineString) -> dict[str, Any]:
    parts = [[[round(x, 8), round(y, 8)] for x, y, *_ in part.coords] for part in shape.geoms]
    if len(parts) == 1:
        return {"type": "LineString", "coordinates": parts[0]}
    return {"type": "MultiLineString", "coordinates": parts}


def document(made: Features) -> bytes:
    """The file's bytes, one feature a line."""
    lines = [json.dumps(each, ensure_ascii=False, allow_nan=False) for each in made.features]
    return ('{"type": "FeatureCollection", "features": [\n' + ",\n".join(lines) + "\n]}\n").encode()


def write(made: Features, path: Path) -> None:
    """Writes the file whole or not at all. Raises ``InputError``: ``export.empty`` for no traces, and as
    ``whole`` does."""
    if not made.features:
        raise InputError("export.empty", file=str(path), kind="trace")
    with whole(path) as half:
        half.write_bytes(document(made))
