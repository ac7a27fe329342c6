"""Points where boreholes and geophysical lines met a fault under cover."""

import re
from typing import Any

from faultgis.national.decoding import kinematics_of
from faultgis.national.read_attitudes import point_of
from faultgis.national.read_points import target_of
from faultgis.national.taking import Cells, Taking
from faultgis.records.site import BuriedPoint
from faultgis.values import Estimate

_KA = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?(?:ka)?\Z", re.IGNORECASE)


def read_buried(taking: Taking) -> None:
    """Buried points of the rows of DrillFaultPoint and GeophySvyFaultPoint."""
    for class_name, made in (("DrillFaultPoint", _drilled), ("GeophySvyFaultPoint", _shot)):
        for cells in taking.cells(class_name):
            if point_of(cells) is None:
                taking.keep(cells, "national.no_point")
            else:
                taking.add(made(taking, cells), cells)


def _drilled(taking: Taking, cells: Cells) -> BuriedPoint:
    return BuriedPoint(
        code=cells.text("FieldID") or cells.code or cells.key,
        method="borehole",
        line_name=_line(taking, cells, "DrillProfileID", "DrillProfile"),
        top_depth=_estimate("m", cells.number_in("TopDepth", 0)),
        top_age=_estimate("ka", cells.number_in("TopAge", 0)),
        last_age=_estimate("ka", cells.number_in("LastAge", 0)),
        displacement=_estimate("m", _metres(cells, "LastInterfaceDisplace")),
        **_common(cells),
    )


def _shot(taking: Taking, cells: Cells) -> BuriedPoint:
    fault_id, trace_id = target_of(taking, cells)
    reliability = cells.number_in("Reliability", 1, 5)
    return BuriedPoint(
        code=cells.code or cells.key,
        method="seismic",
        fault_id=fault_id,
        trace_id=trace_id,
        line_name=_line(taking, cells, "SvyLineID", "GeophySvyLine"),
        distance_along_m=cells.number_in("MeasureLength", 0),
        top_depth=_estimate("m", cells.number_in("M0Depth", 0)),
        displacement=_estimate("m", cells.number_in("M0")),
        top_age=_age(cells),
        reliability=None if reliability is None else round(reliability),
        **_common(cells),
    )


def _common(cells: Cells) -> dict[str, Any]:
    return {
        "geometry": point_of(cells),
        "kinematics": kinematics_of(cells.coded("FaultType")),
        "view_direction": cells.number_in("ViewDirection", 0, 360),
        "apparent_dip": cells.number_in("ViewClination", 0, 90),
        "notes": cells.text("CommentInfo"),
        **cells.own(),
    }


def _line(taking: Taking, cells: Cells, field: str, class_name: str) -> str:
    """The name of the line that an ID names; else the ID as it stands, which is said."""
    code = cells.text(field)
    if not code:
        return ""
    described = taking.template.find(class_name)
    key = described.key if described else ""
    for row in taking.rows.get(class_name, ()):
        if row.code(key) == code:
            return str(row.values.get("Name") or code)
    known: Any = taking.known.get((class_name, code))
    if known is None:
        cells.note("national.unresolved", field, value=code, target=class_name)
        return code
    return str(known.values.get("Name") or code)


def _metres(cells: Cells, field: str) -> float | None:
    """A number in a text field; other texts stay as they are."""
    try:
        return float(cells.text(field))
    except ValueError:
        return None


def _age(cells: Cells) -> Estimate | None:
    """An age in ka; other texts ("晚更新世") stay as they are."""
    text = cells.text("Age0")
    match = _KA.match(text)
    return Estimate(unit="ka", best=float(match[1]), text=text) if match else None


def _estimate(unit: str, value: float | None) -> Estimate | None:
    return None if value is None else Estimate(unit=unit, best=value)
