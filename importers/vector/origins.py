"""Which cells of a source row each field of a record comes from, for imports that come again."""

from collections.abc import Mapping

from importers.vector.settling import OWN

GEOMETRY = "#geometry"
"""The cell of ``source.attributes`` that holds the fingerprint of the geometry as imported."""

_WITH = {
    "kinematics": ("kinematics_text",),
    "kinematics_symbol": ("kinematics",),
    "latest_activity": ("activity_text",),
    "activity_evidence": ("activity_text",),
    "attitude": ("strike", "dip_direction", "dip"),
    "dip_direction": ("dip",),
    "strike_slip_rate": ("shortening_rate", "kinematics"),
    "date": ("year", "month", "day", "name", "date_text", "magnitude"),
    "slip": ("horizontal_slip", "vertical_slip"),
    "name": ("name_zh", "name_en", "aliases", "source_code"),
    "name_zh": ("name_en", "aliases"),
    "name_en": ("name_zh", "aliases"),
    "source_code": ("code",),
    "downthrown": ("upthrown",),
    "accuracy": ("mapping_scale",),
}
_KINDS = {
    "zone": ("fault_zone",),
    "fault": ("fault",),
    "segment": ("segment",),
    "part": ("fault", "segment"),
    "rupture": ("surface_rupture",),
    "trace": ("trace",),
    "point": ("observation_point",),
    "measurement": ("measurement",),
}

_FAULT_MARKS = tuple(f"fault.{field}" for field in ("source_code", "name", "name_zh", "name_en"))
_SEGMENT_MARKS = tuple(f"segment.{field}" for field in ("code", "name", "name_zh", "name_en"))

Origins = dict[str, dict[str, tuple[str, ...]]]


def origins(labels: Mapping[str, tuple[str, ...]]) -> Origins:
    """By kind and field, the cells that the field depends on. ``fault.dip`` in place of a cell means: it
    follows that field of the record's fault or segment."""
    found: dict[str, dict[str, list[str]]] = {}
    for target, columns in labels.items():
        level, _, field = target.partition(".")
        for kind in _KINDS.get(level, ()):
            for name in (field, *_WITH.get(field, ())):
                found.setdefault(kind, {}).setdefault(name, []).extend(columns)
    trace = found.setdefault("trace", {})
    for kind in ("fault", "segment"):
        for field in OWN & found.get(kind, {}).keys():
            trace.setdefault(field, []).extend([*found[kind][field], f"{kind}.{field}"])
    names = [c for target in _FAULT_MARKS for c in labels.get(target, ())]
    trace["fault_id"] = names
    trace["segment_id"] = [*names, *(c for target in _SEGMENT_MARKS for c in labels.get(target, ()))]
    trace["geometry"] = [GEOMETRY]
    trace["hanging_wall"] = [GEOMETRY, *trace.get("dip_direction", ())]
    trace["upthrown"] = [GEOMETRY, *trace.get("upthrown", ())]
    return {
        kind: {field: tuple(dict.fromkeys(columns)) for field, columns in fields.items()}
        for kind, fields in found.items()
    }
