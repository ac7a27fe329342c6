"""Areas and samples: every area has its unit, none lies over another, a sample lies in its own."""

from collections.abc import Iterator
from uuid import UUID

from shapely import STRtree

from faultgis.records.trench import WallFeature
from faultgis.walls.frames import Place
from faultgis.walls.log import TrenchLog
from faultgis.walls.rules.finding import Finding
from faultgis.walls.shapes import AREA_KINDS

_OVERLAP = 0.02


def middle(feature: WallFeature) -> Place:
    """A place within a shape, to look at."""
    point = feature.shape.representative_point()
    return point.x, point.y


def check(log: TrenchLog) -> Iterator[Finding]:
    """Areas, then samples, wall by wall."""
    for wall_id in log.walls:
        areas = [f for f in log.on(wall_id, *AREA_KINDS) if not f.shape.is_empty]
        for area in areas:
            if area.kind == "unit" and area.unit_id is None:
                yield _at(area, Finding("log.area_no_unit", "warning"))
        yield from _overlaps(log, areas)
        for sample in log.on(wall_id, "sample"):
            yield from _sample(log, sample, areas)
    yield from _unplaced(log)


def _at(feature: WallFeature, finding: Finding) -> Finding:
    refs = (("wall_feature", feature.id), *finding.refs)
    return Finding(finding.code, finding.level, finding.params, refs, feature.wall_id, middle(feature))


def _overlaps(log: TrenchLog, areas: list[WallFeature]) -> Iterator[Finding]:
    """Areas of units that cover more than 2 % of the smaller of them; wedges and fills lie in units."""
    units = [f for f in areas if f.kind == "unit"]
    tree = STRtree([f.shape for f in units])
    for number, one in enumerate(units):
        for other in tree.query(one.shape, predicate="intersects").tolist():
            if other <= number:
                continue
            shared = one.shape.intersection(units[other].shape)
            if shared.area > _OVERLAP * min(one.shape.area, units[other].shape.area):
                names = {"one": log.label(one), "other": log.label(units[other])}
                point = shared.representative_point()
                refs = (("wall_feature", one.id), ("wall_feature", units[other].id))
                place = (point.x, point.y)
                yield Finding("log.overlap", "warning", names, refs, one.wall_id, place)


def _sample(log: TrenchLog, feature: WallFeature, areas: list[WallFeature]) -> Iterator[Finding]:
    code = log.label(feature)
    around = [a for a in areas if a.unit_id is not None and a.shape.covers(feature.shape)]
    own = _own_unit(log, feature)
    if own is None:
        yield _at(feature, Finding("log.sample_no_unit", "warning", {"sample": code}))
    if not around:
        if areas:
            yield _at(feature, Finding("log.sample_outside", "warning", {"sample": code}))
    elif own is not None and own not in {a.unit_id for a in around}:
        named = {"sample": code, "unit": _code(log, own), "lies": _code(log, around[0].unit_id)}
        yield _at(feature, Finding("log.sample_unit", "error", named))


def _own_unit(log: TrenchLog, feature: WallFeature) -> UUID | None:
    sample = log.samples.get(feature.sample_id) if feature.sample_id is not None else None
    return sample.unit_id if sample is not None else feature.unit_id


def _code(log: TrenchLog, unit_id: UUID | None) -> str:
    unit = log.units.get(unit_id) if unit_id is not None else None
    return unit.code if unit is not None else "?"


def _unplaced(log: TrenchLog) -> Iterator[Finding]:
    placed = {f.sample_id for f in log.features.values()}
    for sample in log.samples.values():
        if sample.id not in placed:
            yield Finding("log.sample_unplaced", "note", {"sample": sample.code}, (("sample", sample.id),))
