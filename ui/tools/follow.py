"""Following an existing line: the way along it between two places where a sketch touches it."""

from faultgis.geometry import lines
from faultgis.geometry.snapping import Snap
from faultgis.records.trace import Trace
from ui.tools.sketch import Place

_EXACT_M = 0.01


def along(trace: Trace, start: Place, snap: Snap) -> list[Place]:
    """The vertices of a trace between ``start`` and the snapped place, ending there.

    Empty where ``start`` does not lie on the snapped part.
    """
    if snap.part >= len(trace.geometry.geoms):
        return []
    line = lines.with_only(trace.geometry, snap.part)
    first, last = lines.nearest(line, *start), lines.nearest(line, *snap.place)
    if first.distance_m > _EXACT_M:
        return []
    points = lines.coordinates(line)
    low, high = sorted((first.segment + first.t, last.segment + last.t))
    between = [tuple(points[i].tolist()) for i in range(len(points)) if low < i < high]
    if first.segment + first.t > last.segment + last.t:
        between.reverse()
    return [*((x, y) for x, y in between), snap.place]
