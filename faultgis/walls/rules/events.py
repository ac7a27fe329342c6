"""Events: bounded by units, and their horizons above what they cut and below what covers them."""

from collections.abc import Iterator
from uuid import UUID

from shapely import LineString, MultiLineString, Polygon
from shapely.geometry.base import BaseGeometry

from faultgis.records.trench import PaleoEvent, WallFeature
from faultgis.walls.frames import paths
from faultgis.walls.log import TrenchLog
from faultgis.walls.order import is_older, older_ones
from faultgis.walls.rules.areas import middle
from faultgis.walls.rules.finding import Finding

_FAR_M = 1000.0
_LEAST_M2 = 0.01
_SHARE = 0.1


def check(log: TrenchLog) -> Iterator[Finding]:
    """Bounds and their order, then the horizons on each wall."""
    older = older_ones(log.orders.values())
    for event in log.events.values():
        if event.status == "rejected":
            continue
        yield from _bounds(log, event)
        cut, cover = _unit(log, event.older_unit_id), _unit(log, event.younger_unit_id)
        if cut and cover and not is_older(older, cut, cover):
            yield _said(log, event, "log.event_order", "error" if is_older(older, cover, cut) else "warning")
        for horizon in log.features.values():
            if horizon.kind == "event_horizon" and horizon.event_id == event.id:
                yield from _horizon(log, event, horizon, cut, cover)
    for feature in log.features.values():
        if feature.kind == "event_horizon" and feature.event_id is None:
            refs = (("wall_feature", feature.id),)
            yield Finding("log.horizon_no_event", "warning", {}, refs, feature.wall_id, middle(feature))


def _unit(log: TrenchLog, key: UUID | None) -> UUID | None:
    return key if key in log.units else None


def _said(log: TrenchLog, event: PaleoEvent, code: str, level: str) -> Finding:
    names = {
        name: log.units[key].code
        for name, key in (("cut", event.older_unit_id), ("cover", event.younger_unit_id))
        if key is not None and key in log.units
    }
    return Finding(code, level, {"event": event.code, **names}, (("paleo_event", event.id),))


def _bounds(log: TrenchLog, event: PaleoEvent) -> Iterator[Finding]:
    """An event without a bound is flagged open on that side; a known year closes both."""
    if event.known_year is None:
        if event.older_unit_id is None:
            yield _said(log, event, "log.event_open_below", "note")
        if event.younger_unit_id is None:
            yield _said(log, event, "log.event_open_above", "note")
    if not any(e.event_id == event.id for e in log.evidence.values()):
        yield _said(log, event, "log.event_no_evidence", "note")


def _horizon(
    log: TrenchLog, event: PaleoEvent, horizon: WallFeature, cut: UUID | None, cover: UUID | None
) -> Iterator[Finding]:
    above, below = _sides(horizon.shape)
    for unit_id, side, code in ((cut, above, "log.horizon_cut"), (cover, below, "log.horizon_cover")):
        for area in log.on(horizon.wall_id, "unit"):
            if area.unit_id != unit_id or unit_id is None:
                continue
            wrong = area.shape.intersection(side)
            if wrong.area > max(_LEAST_M2, _SHARE * area.shape.area):
                point = wrong.representative_point()
                params = {"event": event.code, "unit": log.units[unit_id].code}
                refs = (("wall_feature", horizon.id), ("paleo_event", event.id))
                yield Finding(code, "error", params, refs, horizon.wall_id, (point.x, point.y))
                break


def _sides(line: BaseGeometry) -> tuple[BaseGeometry, BaseGeometry]:
    """All that lies above a line, and all below it, as far as it goes along the wall."""
    above: BaseGeometry = Polygon()
    below: BaseGeometry = Polygon()
    for path in paths(line) if isinstance(line, LineString | MultiLineString) else []:
        ordered = path if path[0][0] <= path[-1][0] else path[::-1]
        for up in (_FAR_M, -_FAR_M):
            ends = [(ordered[-1][0], up), (ordered[0][0], up)]
            side = Polygon([*ordered, *ends]).buffer(0)
            above, below = (above.union(side), below) if up > 0 else (above, below.union(side))
    return above, below
