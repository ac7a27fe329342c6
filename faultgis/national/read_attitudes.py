"""Measured fault planes: rows of FaultAttitude, at the points that measured them."""

from collections import defaultdict

from shapely import Point

from faultgis.national.decoding import kinematics_of
from faultgis.national.taking import Cells, Taking
from faultgis.records.site import Measurement, ObservationPoint
from faultgis.records.trace import Trace

SAME_PLACE = 1e-7
DEGREES = 360.0
# Whole degrees in one class, tenths in another.
_ROUNDING = 0.5


def point_of(cells: Cells) -> Point | None:
    """The point of a row; ``None`` for other shapes."""
    shape = cells.row.geometry
    return shape if shape is not None and shape.geom_type == "Point" and not shape.is_empty else None


def trace_of(taking: Taking, code: str) -> Trace | None:
    """The trace of the row of Fault or Fold with this ID."""
    for class_name in ("Fault", "Fold") if code else ():
        found = taking.find(class_name, code)
        if isinstance(found, Trace):
            return found
    return None


class Attitudes:
    """The rows of FaultAttitude by place, each to be taken once."""

    def __init__(self, taking: Taking) -> None:
        self._at: dict[tuple[int, int], list[Cells]] = defaultdict(list)
        for cells in taking.cells("FaultAttitude"):
            if (place := point_of(cells)) is not None:
                self._at[_cell(place)].append(cells)

    def take(self, place: Point, direction: float | None, dip: float | None) -> Cells | None:
        """The row that has this plane at this place, to half a degree."""
        waiting = self._at.get(_cell(place), [])
        for cells in waiting:
            turn = _apart(_plain(cells, "FaultDip"), direction)
            if turn is not None and _apart(_plain(cells, "FaultDipAngle"), dip) is not None:
                waiting.remove(cells)
                return cells
        return None

    def left(self) -> list[Cells]:
        """The rows that nobody took, in their order."""
        return sorted((cells for each in self._at.values() for cells in each), key=lambda cells: cells.number)


def _cell(place: Point) -> tuple[int, int]:
    return round(place.x / SAME_PLACE), round(place.y / SAME_PLACE)


def _plain(cells: Cells, field: str) -> float | None:
    value = cells.row.values.get(field)
    return float(value) if isinstance(value, int | float) else None


def _apart(one: float | None, other: float | None) -> float | None:
    """How far two angles are apart if that is no more than rounding leaves; both may be unknown."""
    if one is None or other is None:
        return 0.0 if one is other else None
    turn = abs((one - other + 180.0) % 360.0 - 180.0)
    return turn if turn <= _ROUNDING else None


def attitude(taking: Taking, cells: Cells, point: ObservationPoint) -> None:
    """A measured fault plane at a point."""
    sense = kinematics_of(cells.coded("Feature"))
    plane = Measurement(
        point_id=point.id,
        kind="fault_plane",
        dip_direction=cells.number_in("FaultDip", 0, DEGREES),
        dip=cells.number_in("FaultDipAngle", 0, 90),
        sense="" if sense == "unknown" else sense,
        notes=cells.text("CommentInfo"),
        **cells.own(),
    )
    taking.add(plane, cells)


def other_attitudes(taking: Taking, attitudes: Attitudes) -> None:
    """Planes that no fault point has: at the point that stands there, else at one made for them."""
    points: dict[tuple[int, int], ObservationPoint] = {}
    for record in taking.records:
        if isinstance(record, ObservationPoint):
            points.setdefault(_cell(record.geometry), record)
    for cells in attitudes.left():
        if cells.number_in("FaultDip", 0, DEGREES) is None:
            taking.keep(cells, "national.no_dip_direction")
            continue
        place, code = point_of(cells), cells.text("FaultID")
        assert place is not None
        trace = trace_of(taking, code)
        if code and trace is None:
            cells.note("national.unresolved", "FaultID", value=code, target="Fault")
        point = points.get(_cell(place))
        if point is None:
            point = ObservationPoint(
                survey_id=taking.survey_id,
                geometry=place,
                code="",
                kind="fault",
                fault_id=trace.fault_id if trace else None,
                trace_id=trace.id if trace else None,
                secrecy=cells.row.secrecy,
                source=cells.source(f"{cells.key}/point", attributes=False),
            )
            points[_cell(place)] = point
            taking.records.append(point)
        attitude(taking, cells, point)
