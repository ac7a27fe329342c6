"""Faults as OpenSHA fault sections (GeoJSON, as NSHM23 has them).

Needs FaultID, DipDeg, UpDepth and LowDepth; the trace is drawn so that the plane dips to its right. Ids count
from 0 in the order of the codes; ``FaultCode`` and ``Basis`` are ours: our code, and what each value rests
on.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faultgis.errors import InputError
from faultgis.exports.hazard.sources import Settings, Source
from faultgis.exports.written import whole
from faultgis.national.rows import Note


@dataclass(frozen=True)
class Sections:
    """The sections as GeoJSON features, and why others were left out."""

    features: tuple[dict[str, Any], ...]
    notes: tuple[Note, ...]


def sections(found: Iterable[Source]) -> Sections:
    """The sections that have dip and dip direction; a missing rake or rate stays absent."""
    features: list[dict[str, Any]] = []
    notes: list[Note] = []
    parents: dict[str, int] = {}
    for source in found:
        notes += source.problems
        if source.dip is None or source.dip_direction is None:
            missing = "dip" if source.dip is None else "dip_direction"
            notes.append(Note("hazard.left_out", "", source.code, missing, {"field": missing}))
            continue
        parent = parents.setdefault(source.fault.code, len(parents))
        features.append(_feature(len(features), parent, source))
    return Sections(tuple(features), tuple(notes))


def _feature(number: int, parent: int, source: Source) -> dict[str, Any]:
    rate = source.slip_rate
    properties: dict[str, Any] = {
        "FaultID": number,
        "FaultName": source.name(),
        "DipDeg": source.dip,
        "DipDir": None if source.dip_direction is None else round(source.dip_direction, 1),
        "Rake": source.rake,
        "UpDepth": source.upper_depth,
        "LowDepth": source.lower_depth,
        "SlipRate": rate[1] if rate else None,
        "LowRate": rate[0] if rate else None,
        "HighRate": rate[2] if rate else None,
        "ParentID": parent,
        "ParentName": source.fault.name_en or source.fault.name_zh or source.fault.code,
        "FaultCode": source.code,
        "Basis": {choice.name: choice.basis for choice in source.choices},
    }
    coordinates = [[round(x, 7), round(y, 7)] for x, y, *_ in source.line.coords]
    return {
        "type": "Feature",
        "id": number,
        "properties": {name: value for name, value in properties.items() if value is not None},
        "geometry": {"type": "LineString", "coordinates": coordinates},
    }


def document(made: Sections, settings: Settings) -> bytes:
    """The file's bytes; the settings stand beside the features."""
    told = {"type": "FeatureCollection", "faultgis": settings.__dict__, "features": list(made.features)}
    return (json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def write(made: Sections, settings: Settings, path: Path) -> None:
    """Writes the file whole or not at all. Raises ``InputError``: ``hazard.no_sources`` for no sections,
    and as ``whole`` does."""
    if not made.features:
        raise InputError("hazard.no_sources", file=str(path))
    with whole(path) as half:
        half.write_bytes(document(made, settings))
