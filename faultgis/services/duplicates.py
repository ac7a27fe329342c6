"""Which features of an import the survey may hold already, by their shapes and by their names.

An import recognises its own rows by their keys; this is for the same line from another hand: drawn anew,
turned round, cut in two, or under another number.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from faultgis.crs import metres_per_degree
from faultgis.progress import Progress
from faultgis.records.kinds import AnyRecord
from faultgis.records.site import ObservationPoint
from faultgis.records.trace import Trace
from faultgis.services.tying import plain_code

SAME, SIMILAR = "same", "similar"
# Half a millimetre on a map of 1:50,000.
TOLERANCE_M = 25.0
# A line is the same if so much of either lies beside the other, and similar if so much of one does.
ALL_OF_IT, MUCH_OF_IT = 0.95, 0.5
# Two points of the same code are one place within this.
POINT_M = 1.0
_STEP = 0.5
_EXACT_DEG = 1e-9


@dataclass(frozen=True)
class Likeness:
    """A feature of the import and the record that it is like: ``same`` or ``similar``. ``share`` is how much
    of the incoming line lies within the tolerance of the other (points: 1), ``back`` the other way round;
    ``distance_m`` the distance between points; ``named``: both have the same name or code."""

    incoming: UUID
    present: UUID
    what: str
    share: float = 1.0
    back: float = 1.0
    distance_m: float = 0.0
    named: bool = False


@dataclass(frozen=True)
class Pair:
    """A likeness with both of its records, to be looked at side by side, and the faults of traces."""

    like: Likeness
    incoming: AnyRecord
    present: AnyRecord
    incoming_fault: AnyRecord | None = None
    present_fault: AnyRecord | None = None


def likenesses(
    incoming: Iterable[AnyRecord],
    present: Mapping[str, Iterable[AnyRecord]],
    faults: Mapping[UUID, AnyRecord] | None = None,
    tolerance_m: float = TOLERANCE_M,
    progress: Progress | None = None,
) -> list[Likeness]:
    """The best likeness of each incoming trace and observation point that has one.

    ``faults`` are those of the import by key; those of the survey stand in ``present``. Records that are the
    same row already (equal source keys) are not compared.
    """
    progress = progress or Progress()
    rows = list(incoming)
    names = {**_names(present.get("fault", ())), **_names((faults or {}).values())}
    found = _of_kind(Trace, rows, present.get("trace", ()), names, tolerance_m, progress)
    return found + _of_kind(
        ObservationPoint, rows, present.get("observation_point", ()), names, tolerance_m, progress
    )


def _names(faults: Iterable[AnyRecord]) -> dict[UUID, set[str]]:
    """The names of faults, as they are compared."""
    told: dict[UUID, set[str]] = {}
    for fault in faults:
        words = (getattr(fault, name, "") for name in ("name_zh", "name_en"))
        told[fault.id] = {plain_code(word) for word in words if word}
    return told


def _of_kind(
    kind: type[Any],
    rows: Sequence[AnyRecord],
    present: Iterable[AnyRecord],
    names: Mapping[UUID, set[str]],
    tolerance_m: float,
    progress: Progress,
) -> list[Likeness]:
    held: list[Any] = [each for each in present if isinstance(each, kind)]
    new: list[Any] = [each for each in rows if isinstance(each, kind)]
    if not held or not new:
        return []
    tree = STRtree([each.geometry for each in held])
    keys = {each.source.key for each in held if each.source.key}
    found = []
    for number, record in enumerate(new):
        if number % 500 == 0:
            progress.report("import.comparing", number, len(new))
        if record.source.key in keys:
            continue
        near = [held[at] for at in tree.query(around(record.geometry, tolerance_m))]
        best = _best(record, near, names, tolerance_m)
        if best is not None:
            found.append(best)
    return found


def _best(
    record: Any, near: Sequence[Any], names: Mapping[UUID, set[str]], tolerance_m: float
) -> Likeness | None:
    """The likeness that says most; a line that is the same to the vertex ends the search."""
    best: Likeness | None = None
    for other in near:
        like = _like(record, other, names, tolerance_m)
        if like is not None and (best is None or _rank(like) > _rank(best)):
            best = like
            if like.what == SAME and like.share == like.back == 1.0 and like.distance_m == 0.0:
                break
    return best


def around(shape: BaseGeometry, metres: float = TOLERANCE_M) -> BaseGeometry:
    """The box that lies so many metres outside of a shape's."""
    west, south, east, north = shape.bounds
    per_east, per_north = metres_per_degree(min(85.0, max(abs(south), abs(north))))
    return shapely.box(
        west - metres / per_east,
        south - metres / per_north,
        east + metres / per_east,
        north + metres / per_north,
    )


def _rank(like: Likeness) -> tuple[bool, float, bool]:
    return like.what == SAME, like.share + like.back - like.distance_m / 1e6, like.named


def _like(record: Any, other: Any, names: Mapping[UUID, set[str]], tolerance_m: float) -> Likeness | None:
    if isinstance(record, ObservationPoint):
        return _points(record, other, tolerance_m)
    named = bool(names.get(record.fault_id, set()) & names.get(other.fault_id, set()))
    if shapely.equals_exact(
        shapely.normalize(record.geometry), shapely.normalize(other.geometry), _EXACT_DEG
    ):
        return Likeness(record.id, other.id, SAME, named=named)
    mine, theirs = _metres(record.geometry, other.geometry)
    share, back = _share(mine, theirs, tolerance_m), _share(theirs, mine, tolerance_m)
    if min(share, back) >= ALL_OF_IT:
        return Likeness(record.id, other.id, SAME, share, back, named=named)
    if max(share, back) >= MUCH_OF_IT:
        return Likeness(record.id, other.id, SIMILAR, share, back, named=named)
    return None


def _points(record: ObservationPoint, other: ObservationPoint, tolerance_m: float) -> Likeness | None:
    mine, theirs = _metres(record.geometry, other.geometry)
    apart = float(shapely.distance(mine, theirs))
    if apart > tolerance_m:
        return None
    named = plain_code(record.code) == plain_code(other.code)
    what = SAME if named and apart <= POINT_M else SIMILAR
    return Likeness(record.id, other.id, what, distance_m=apart, named=named)


def _metres(one: BaseGeometry, other: BaseGeometry) -> tuple[BaseGeometry, BaseGeometry]:
    """Both shapes in metres about the first."""
    centre = np.array(one.centroid.coords[0])
    scale = np.array(metres_per_degree(float(centre[1])))

    def local(places: NDArray[np.float64]) -> NDArray[np.float64]:
        found: NDArray[np.float64] = (places - centre) * scale
        return found

    return shapely.transform(shapely.force_2d(one), local), shapely.transform(shapely.force_2d(other), local)


def _share(line: BaseGeometry, other: BaseGeometry, tolerance_m: float) -> float:
    """How much of a line lies within the tolerance of another, by places at even steps."""
    length = float(line.length)
    if length == 0:
        return float(shapely.distance(line, other) <= tolerance_m)
    count = max(2, min(200, int(length / (tolerance_m * _STEP)) + 1))
    merged = shapely.line_merge(line)
    places = [
        shapely.line_interpolate_point(
            part, np.linspace(0, part.length, max(2, round(count * part.length / length)))
        )
        for part in shapely.get_parts(merged)
    ]
    return float((shapely.distance(np.concatenate(places), other) <= tolerance_m).mean())
